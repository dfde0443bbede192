// Prepares its store, and is done. Nobody who depends on it starts before.
import { askStore } from './ask-store.ts'

const [port] = process.argv.slice(2)
await askStore(Number(port))
console.log('the tables are up to date')
