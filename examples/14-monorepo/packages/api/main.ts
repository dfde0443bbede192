// Answers GET /NAME with a greeting, and says which Node it runs on.
import { createServer } from 'node:http'
import { greeting } from '../shared/greeting.ts'

const server = createServer((request, response) => {
  response.end(greeting((request.url ?? '/').slice(1)))
})
server.listen(Number(process.env.API_PORT), '127.0.0.1', () => console.log(`answers, on Node ${process.version}`))
