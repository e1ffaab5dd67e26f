import type { Capability } from '../../capability.ts'

type Members = Readonly<Record<string, readonly Capability[]>>

/** `a b c` → each of them with the same capabilities. */
function of(names: string, ...capabilities: readonly Capability[]): Members {
  return Object.fromEntries(names.split(' ').map((name) => [name, capabilities]))
}

/** Capabilities of a module: '' for the module itself, '*' for members that are not named. */
const fileSystem: Members = {
  ...of(
    'readFile readFileSync createReadStream read readSync readdir readdirSync opendir opendirSync readlink readlinkSync glob globSync openAsBlob readv',
    'file-read',
  ),
  ...of('promises.readFile promises.readdir promises.opendir promises.open promises.readlink promises.glob', 'file-read'),
  ...of(
    'writeFile writeFileSync appendFile appendFileSync createWriteStream write writeSync writev unlink unlinkSync rm rmSync rmdir rmdirSync rename renameSync',
    'file-write',
  ),
  ...of(
    'copyFile copyFileSync cp cpSync chmod chmodSync chown chownSync truncate symlink symlinkSync link linkSync mkdir mkdirSync mkdtemp mkdtempSync outputFile outputFileSync',
    'file-write',
  ),
  ...of(
    'promises.writeFile promises.appendFile promises.unlink promises.rm promises.rename promises.copyFile promises.cp promises.chmod promises.mkdir promises.symlink',
    'file-write',
  ),
}

const requestLibrary: Members = { '': ['network'], '*': ['network'] }
const nativeLibrary: Members = { '': ['native-code'], '*': ['native-code'] }
const executeLibrary: Members = { '': ['execute'], '*': ['execute'] }

const requestLibraries =
  'axios undici got node-fetch cross-fetch isomorphic-fetch request request-promise superagent needle phin ky ws socket.io-client bent wreck urllib centra make-fetch-happen minipass-fetch ' +
  'node-telegram-bot-api telegraf discord.js nodemailer ssh2 node-ssh ftp basic-ftp mqtt faye-websocket websocket sockjs-client http-proxy follow-redirects native-dns dns-packet bittorrent-dht'
const nativeLibraries = 'ffi-napi ffi koffi node-ffi bindings node-gyp-build node-bindings ref-napi nbind node-pre-gyp @mapbox/node-pre-gyp prebuild-install'
const executeLibraries =
  'execa shelljs cross-spawn cross-spawn-async node-pty zx child-process-promise foreground-child npm-run-path sudo-prompt node-cmd tinyexec nano-spawn open opn'

export const moduleRules: Readonly<Record<string, Members>> = {
  child_process: {
    '': ['execute'],
    ...of('exec execSync', 'execute', 'shell'),
    ...of('spawn spawnSync execFile execFileSync fork', 'execute'),
  },
  fs: fileSystem,
  'fs/promises': Object.fromEntries(
    Object.entries(fileSystem).flatMap(([name, can]) => (name.startsWith('promises.') ? [[name.slice(9), can]] : [[name, can]])),
  ),
  'fs-extra': fileSystem,
  'graceful-fs': fileSystem,
  http: { '': ['network'], ...of('request get Agent createServer ClientRequest', 'network') },
  https: { '': ['network'], ...of('request get Agent createServer', 'network') },
  http2: { '': ['network'], '*': ['network'] },
  net: { '': ['network'], ...of('connect createConnection Socket createServer Server', 'network'), ...of('isIP isIPv4 isIPv6') },
  tls: { '': ['network'], '*': ['network'] },
  dgram: { '': ['network'], '*': ['network'] },
  dns: { '': ['network'], '*': ['network'] },
  'dns/promises': { '': ['network'], '*': ['network'] },
  vm: { '': ['evaluate'], '*': ['evaluate'] },
  module: {
    ...of('_compile Module._compile prototype._compile Module.prototype._compile', 'evaluate'),
    ...of('register _extensions Module._extensions', 'hook'),
  },
  worker_threads: of('Worker', 'execute'),
  cluster: of('fork setupPrimary setupMaster', 'execute'),
  inspector: { '': ['anti-analysis'], '*': ['anti-analysis'] },
  os: of('hostname userInfo networkInterfaces', 'host-information'),
  zlib: of(
    'inflate inflateSync inflateRaw inflateRawSync gunzip gunzipSync unzip unzipSync brotliDecompress brotliDecompressSync createGunzip createInflate createUnzip createBrotliDecompress',
    'decode',
  ),
  crypto: of('createDecipheriv createDecipher privateDecrypt publicDecrypt webcrypto.subtle.decrypt subtle.decrypt', 'decode'),
  buffer: of('atob', 'decode'),
  pako: of('inflate ungzip inflateRaw', 'decode'),
  'crypto-js': of('AES.decrypt DES.decrypt TripleDES.decrypt RC4.decrypt Rabbit.decrypt enc.Base64.parse', 'decode'),
  process: { '': [] },
  vm2: { '': ['evaluate'], '*': ['evaluate'] },
  'isolated-vm': { '': ['evaluate'], '*': ['evaluate'] },
  'simple-git': { '': ['publish'], '*': ['publish'] },
  'isomorphic-git': of('push commit', 'publish'),
  '@octokit/rest': { '': ['publish', 'network'], '*': ['publish', 'network'] },
  '@octokit/core': { '': ['publish', 'network'], '*': ['publish', 'network'] },
  libnpmpublish: { '': ['publish', 'network'], '*': ['publish', 'network'] },
  keytar: { '': ['credentials', 'native-code'], '*': ['credentials', 'native-code'] },
  'chrome-cookies-secure': { '': ['browser-data'], '*': ['browser-data'] },
  'node-dpapi': { '': ['credentials'], '*': ['credentials'] },
  '@primno/dpapi': { '': ['credentials'], '*': ['credentials'] },
  '@aws-sdk/client-secrets-manager': { '': ['credentials', 'network'], '*': ['credentials', 'network'] },
  '@google-cloud/secret-manager': { '': ['credentials', 'network'], '*': ['credentials', 'network'] },
  'binding:spawn_sync': { '': ['execute'], '*': ['execute'] },
  'binding:process_wrap': { '': ['execute'], '*': ['execute'] },
  'binding:fs': { '': ['file-read', 'file-write'], '*': ['file-read', 'file-write'] },
  'binding:tcp_wrap': { '': ['network'], '*': ['network'] },
  'binding:cares_wrap': { '': ['network'], '*': ['network'] },
  'binding:contextify': { '': ['evaluate'], '*': ['evaluate'] },
  ...Object.fromEntries(requestLibraries.split(' ').map((name) => [name, requestLibrary])),
  ...Object.fromEntries(nativeLibraries.split(' ').map((name) => [name, nativeLibrary])),
  ...Object.fromEntries(executeLibraries.split(' ').map((name) => [name, executeLibrary])),
}

/** Things of the platform: what naming them lets code do. */
export const globalRules: Members = {
  ...of(
    'fetch XMLHttpRequest WebSocket EventSource navigator.sendBeacon RTCPeerConnection importScripts Deno.connect Deno.listen Bun.serve Bun.connect',
    'network',
  ),
  ...of('eval Function execScript Function.prototype.constructor', 'evaluate'),
  ...of('atob Uint8Array.fromBase64 crypto.subtle.decrypt', 'decode'),
  ...of('process.binding process._linkedBinding', 'native-code'),
  ...of('process.dlopen WebAssembly.instantiate WebAssembly.compile WebAssembly.Module WebAssembly.instantiateStreaming Deno.dlopen', 'native-code'),
  ...of('Deno.run Deno.Command Bun.spawn Bun.spawnSync', 'execute'),
  ...of('Bun.$', 'execute', 'shell'),
  ...of('Deno.readFile Deno.readTextFile Deno.readFileSync Deno.readTextFileSync Bun.file', 'file-read'),
  ...of('Deno.writeFile Deno.writeTextFile Deno.remove Bun.write', 'file-write'),
  ...of('ActiveXObject WScript.CreateObject GetObject', 'execute'),
  ...of('WScript.Shell', 'execute', 'shell'),
  ...of('process.env Deno.env Bun.env', 'environment'),
  ...of('Deno.env.toObject', 'environment', 'credentials'),
  ...of('document.cookie', 'browser-data'),
  ...of('chrome.cookies browser.cookies chrome.history browser.history chrome.tabs.executeScript', 'browser-data'),
  ...of('ethereum solana', 'wallet'),
  ...of('Atomics.wait WScript.Sleep', 'delay'),
  ...of('navigator.userAgent navigator.userAgentData navigator.platform document.referrer', 'audience'),
  ...of('navigator.webdriver navigator.language navigator.languages', 'anti-analysis'),
  ...of('chrome.debugger chrome.webRequest', 'hook'),
  ...of('process.setuid process.setgid', 'injection'),
}

/** What others call: writing to one of these puts code between them and the platform. `.` at the end: every member. */
export const hookTargets: readonly string[] = [
  'global:fetch',
  'global:XMLHttpRequest',
  'global:XMLHttpRequest.prototype.',
  'global:WebSocket',
  'global:WebSocket.prototype.',
  'global:navigator.sendBeacon',
  'global:navigator.clipboard.',
  'global:ethereum',
  'global:ethereum.',
  'global:solana',
  'global:solana.',
  'global:eval',
  'global:Function',
  'global:require',
  'global:JSON.parse',
  'global:JSON.stringify',
  'module:prototype.',
  'module:Module.prototype.',
  'module:_extensions.',
  'global:require.extensions.',
  'module:_resolveFilename',
  'module:Module._resolveFilename',
  'http:request',
  'http:get',
  'https:request',
  'https:get',
  'http:ClientRequest.prototype.',
  'net:Socket.prototype.',
  'tls:connect',
  'dns:lookup',
  'crypto:createCipheriv',
  'crypto:createHash',
  'child_process:spawn',
  'child_process:exec',
]
