// Asks whether the store is open: exit code 0 is yes. It has the environment of the store.
import { connect } from 'node:net'
import { storeSocket } from './store-socket.ts'

const store = connect(storeSocket)
store.once('data', () => process.exit(0))
store.once('error', () => process.exit(1))
