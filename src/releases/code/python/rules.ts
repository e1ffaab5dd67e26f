import type { Capability } from '../../capability.ts'

type Rules = Readonly<Record<string, readonly Capability[]>>

function of(names: string, ...capabilities: readonly Capability[]): Rules {
  return Object.fromEntries(names.split(' ').map((name) => [name, capabilities]))
}

/** What naming a dotted path lets Python code do. A path counts for everything below it unless a longer one is named. */
export const pythonRules: Rules = {
  ...of(
    'exec eval compile builtins.exec builtins.eval builtins.compile code.interact code.InteractiveInterpreter runpy types.FunctionType types.CodeType codeop',
    'evaluate',
  ),
  ...of(
    'subprocess os.execv os.execve os.execl os.execlp os.execvp os.spawnl os.spawnv os.spawnve os.startfile os.posix_spawn pty.spawn multiprocessing.Process pexpect sh plumbum asyncio.create_subprocess_exec',
    'execute',
  ),
  ...of('os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput asyncio.create_subprocess_shell', 'execute', 'shell'),
  ...of(
    'socket urllib.request urllib.urlopen urllib2 urllib3 http.client httplib requests httpx aiohttp ftplib smtplib telnetlib poplib imaplib xmlrpc websocket websockets paramiko ssl.wrap_socket asyncio.open_connection socketserver http.server dns pycurl boto3 botocore tornado.httpclient twisted.internet grpc telegram discord nntplib',
    'network',
  ),
  ...of('urllib.parse urllib.error http.HTTPStatus socket.error socket.timeout requests.exceptions'),
  ...of(
    'base64.b64decode base64.b32decode base64.b16decode base64.b85decode base64.a85decode base64.urlsafe_b64decode base64.standard_b64decode base64.decodebytes base64.decodestring binascii.unhexlify binascii.a2b_base64 bytes.fromhex bytearray.fromhex zlib.decompress gzip.decompress bz2.decompress lzma.decompress zlib.decompressobj codecs.decode cryptography.fernet Crypto.Cipher Cryptodome.Cipher nacl.secret',
    'decode',
  ),
  ...of('marshal.loads marshal.load pickle.loads pickle.load cPickle.loads dill.loads cloudpickle.loads shelve.open', 'decode', 'evaluate'),
  ...of('ctypes cffi _ctypes', 'native-code'),
  ...of(
    'ctypes.windll.kernel32.VirtualAlloc ctypes.windll.kernel32.CreateThread ctypes.windll.kernel32.WriteProcessMemory ctypes.windll.kernel32.CreateRemoteThread ctypes.windll.kernel32.RtlMoveMemory',
    'native-code',
    'injection',
  ),
  ...of(
    'importlib.import_module __import__ importlib.util.spec_from_file_location importlib.machinery imp.load_source imp.load_dynamic zipimport pkgutil.get_loader',
    'dynamic-import',
  ),
  ...of('os.environ os.getenv os.environb', 'environment'),
  ...of('socket.gethostname socket.getfqdn', 'host-information', 'network'),
  ...of(
    'platform.node platform.uname getpass.getuser os.uname os.getlogin uuid.getnode pwd.getpwuid pwd.getpwall psutil.net_if_addrs psutil.users',
    'host-information',
  ),
  ...of(
    'os.remove os.unlink os.rename os.replace os.rmdir os.removedirs shutil.rmtree shutil.copy shutil.copyfile shutil.copy2 shutil.copytree shutil.move os.chmod os.chown os.makedirs os.mkdir os.symlink os.link os.truncate tempfile',
    'file-write',
  ),
  ...of('os.listdir os.walk os.scandir glob.glob glob.iglob', 'file-read'),
  ...of('keyring win32crypt.CryptUnprotectData secretstorage netrc.netrc', 'credentials'),
  ...of('browser_cookie3 browser_cookie browserhistory pycookiecheat', 'browser-data', 'credentials'),
  ...of('web3 eth_account solders solana bitcoinlib mnemonic', 'wallet'),
  ...of('twine', 'publish'),
  ...of('winreg _winreg', 'persistence'),
  ...of('sys.settrace sys.setprofile sys.gettrace', 'anti-analysis'),
  ...of('locale.getdefaultlocale locale.getlocale time.tzname', 'anti-analysis'),
  ...of('sys.meta_path sys.path_hooks builtins.__import__ atexit.register', 'hook'),
  ...of('pyperclip pynput keyboard PIL.ImageGrab mss pyautogui', 'hook'),
}

/** Names that setuptools runs when a package is built or installed. */
export const setupCommands = new Set([
  'install',
  'develop',
  'egg_info',
  'build_py',
  'build_ext',
  'build',
  'sdist',
  'bdist_wheel',
  'install_lib',
  'install_scripts',
  'editable_wheel',
  'Command',
])

/** A wait from here on counts, in seconds. */
export const longWait = 300
