// The program that looks at a tree file for examine-apart.ts, and tells what it has seen. It is ended from outside:
// the tree may keep it busy.
import { examineTree } from './examine-tree.ts'

process.send?.({ examined: await examineTree(process.argv[2] ?? '') })
