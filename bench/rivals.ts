// The time and size of an npm install of gatecast and other packages for Node.js, and how long each blocks the event
// loop while it trains and predicts.
//
//   npm run bench:rivals -- [install] [loop]
//
// `install` packs gatecast as for publishing and installs each package into an empty folder with an empty cache,
// so it needs the network. `loop` uses the packages of bench/peers, as npm run bench does.

import { eventLoop } from './rivals/event_loop.ts'
import { installs } from './rivals/install.ts'
import { addon } from './speed/addon.ts'
import { machine } from './speed/machine.ts'
import { installPeers } from './speed/peers/load.ts'

const parts: Record<string, () => Promise<string>> = { install: installs, loop: eventLoop }

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  console.error(`Expected some of ${Object.keys(parts).join()}, got ${unknown.join()}`)
  process.exit(2)
}
if (wanted.includes('loop')) installPeers()
const { processor, load, versions } = machine({})
console.log(`${processor}, ${addon.cpuInfo().threads} processors, Node ${versions.node}, load ${load.toFixed(1)}\n`)
for (const name of wanted) console.log(`${await parts[name]()}\n`)
