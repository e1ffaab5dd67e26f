import type { Capability } from '../../capability.ts'

type Words = readonly (readonly [pattern: RegExp, ...capabilities: Capability[]])[]

/** A language that is read line by line: how its comments begin, and the words by which it does what matters here. */
export interface Language {
  readonly name: string
  readonly file: RegExp
  /** Its program, as scripts without an ending name it in their first line. */
  readonly program?: RegExp
  readonly comments: readonly ('#' | '//' | '--' | ';' | '%')[]
  readonly words: Words
  /** Text between these marks only is code, as in pages with code in them. */
  readonly within?: readonly (readonly [open: string, close: string])[]
  /** Names of functions are those of the C library and of Windows. */
  readonly native?: true
  /** Every argument is a word of a command line. */
  readonly commandLines?: true
}

/** What visitors of a page send comes over the network. */
const javaWords: Words = [
  [/\bgetRuntime\s{0,4}\(\s{0,4}\)|\bProcessBuilder\b|\.execute\s{0,4}\(\s{0,4}\)|\bexec\s{0,4}[({]|\bcommandLine\b/, 'execute'],
  [
    /\b(?:HttpURLConnection|HttpClient|URLConnection|ServerSocket|DatagramSocket|OkHttpClient|openStream|openConnection|InetAddress)\b|\bnew\s+(?:Socket|URL)\s{0,4}\(|\.toURL\(|\bURI\.create\b/,
    'network',
  ],
  [/\brequest\s{0,4}\.\s{0,4}get(?:Parameter|Header|InputStream|Reader|Cookies|QueryString)\b|\$\{param\./, 'network'],
  [/\b(?:ScriptEngine|ScriptEngineManager|GroovyShell|defineClass|MethodHandles)\b|\bEval\.me\b|\bevaluate\s{0,4}\(/, 'evaluate'],
  [/\b(?:URLClassLoader|InitialContext)\b|\bClass\.forName\b|\bapply\s+from\s{0,4}:/, 'dynamic-import'],
  [/\bBase64\b|\bInflater|\bGZIPInputStream\b|\bCipher\.getInstance\b|\bObjectInputStream\b|\.decodeHex\b/, 'decode'],
  [/\bSystem\.getenv\b/, 'environment'],
  [/\bFiles\.write|\bFileOutputStream\b|\bFileWriter\b|\bFiles\.(?:copy|move|delete)|\.writeText\b|\.deleteRecursively\b/, 'file-write'],
  [/\bFiles\.read|\bFileInputStream\b|\bFileReader\b|\.readText\b/, 'file-read'],
  [/\bSystem\.load(?:Library)?\b/, 'native-code'],
]

const cLike = ['//'] as const
const cWords: Words = [
  [/\b__attribute__\s{0,4}\(\s{0,4}\(\s{0,4}constructor\b/, 'hook'],
  [/\b(?:NSTask|NSAppleScript)\b/, 'execute'],
  [/\bNSURLSession\b|\bNSURLConnection\b/, 'network'],
]

const languages: readonly Language[] = [
  {
    name: 'Ruby',
    program: /^j?ruby[\d.]*$/,
    file: /(?:\.(?:rb|rake|gemspec|ru|podspec)|(?:^|\/)(?:Gemfile|Rakefile|Podfile|Vagrantfile|Brewfile))$/,
    comments: ['#'],
    words: [
      [
        /\b(?:system|exec|spawn|fork)\b\s{0,4}[(\s]["'(%]|\bKernel\.(?:system|exec|spawn)\b|\bProcess\.spawn\b|\bPTY\.spawn\b|\bOpen3\.|\bIO\.popen\b|\bmkmf\b/,
        'execute',
      ],
      [/`[^`]{2,}`|%x[{([|]/, 'execute', 'shell'],
      [/\b(?:eval|instance_eval|class_eval|module_eval|binding\.eval|instance_exec)\b\s{0,4}[(\s]\S|\bRubyVM::InstructionSequence\b/, 'evaluate'],
      [
        /\bNet::(?:HTTP|FTP|SMTP|SSH)\b|\bopen-uri\b|\bURI\.open\b|\b(?:TCP|UDP|UNIX)?Socket\b|\b(?:Faraday|HTTParty|RestClient|Typhoeus|Excon|HTTPX)\b|\bResolv\b/,
        'network',
      ],
      [/\bBase64\b|\.unpack1?\(?\s{0,4}["'][mH]|\bZlib\b|\bMarshal\.load\b|\bOpenSSL::Cipher\b/, 'decode'],
      [/\bENV\b/, 'environment'],
      [/\bFile\.(?:write|binwrite|delete|chmod|rename)\b|\bIO\.write\b|\bFileUtils\b|\bFile\.open\([^)]{0,200}["'][wa]/, 'file-write'],
      [/\bFile\.(?:read|binread|open)\b|\bIO\.read\b|\bDir\.(?:glob|children|entries)\b/, 'file-read'],
      [/\bEtc\.(?:getlogin|getpwuid)\b|\bSocket\.gethostname\b/, 'host-information'],
      [/\brequire\s+(?!["'])[a-z@$]|\bload\s+(?!["'])[a-z@$]/, 'dynamic-import'],
    ],
  },
  {
    name: 'PHP',
    program: /^php[\d.]*$/,
    file: /\.(?:php\d?|phtml|phar)$/,
    comments: ['#', '//'],
    words: [
      [/\b(?:system|exec|passthru|proc_open|pcntl_exec|popen)\s{0,4}\(/, 'execute'],
      [/\bshell_exec\s{0,4}\(|=\s{0,4}`[^`]{2,}`/, 'execute', 'shell'],
      [/\b(?:eval|assert|create_function)\s{0,4}\(|\bpreg_replace\s{0,4}\(\s{0,4}["'](.).{0,200}\1\w{0,8}e\w{0,8}["']/, 'evaluate'],
      [/\bcall_user_func(?:_array)?\s{0,4}\(\s{0,4}\$|\$\w{1,40}\s{0,4}\(\s{0,4}\$_/, 'evaluate'],
      [/\bcurl_\w{2,20}\s{0,4}\(|\b(?:p?fsockopen|stream_socket_client|socket_connect|gethostbyname|dns_get_record)\s{0,4}\(/, 'network'],
      [/\b(?:file_get_contents|fopen|file|readfile|copy|include|require)(?:_once)?\s{0,4}\(?\s{0,4}["'](?:https?|ftp):/, 'network'],
      [/\$_(?:GET|POST|REQUEST|COOKIE|FILES)\b|php:\/\/input/, 'network'],
      [/\b(?:base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|hex2bin|convert_uudecode|openssl_decrypt|unserialize)\s{0,4}\(/, 'decode'],
      [/\$_ENV\b|\bgetenv\s{0,4}\(/, 'environment'],
      [/\b(?:file_put_contents|fwrite|fputs|unlink|chmod|rename|mkdir|move_uploaded_file)\s{0,4}\(/, 'file-write'],
      [/\b(?:php_uname|gethostname|get_current_user)\s{0,4}\(/, 'host-information'],
      [/\b(?:include|require)(?:_once)?\s{0,4}\(?\s{0,4}\$/, 'dynamic-import'],
    ],
  },
  {
    name: 'Go',
    file: /\.go$/,
    comments: cLike,
    words: [
      [/\bexec\.Command(?:Context)?\b|\bsyscall\.(?:Exec|ForkExec|StartProcess)\b|\bos\.StartProcess\b/, 'execute'],
      [
        /\bnet\.(?:Dial\w{0,12}|Listen\w{0,8}|Lookup\w{1,8})\b|\bhttp\.(?:Get|Post\w{0,4}|Head|NewRequest\w{0,14}|Client|DefaultClient|ListenAndServe\w{0,3})\b|\btls\.Dial\b/,
        'network',
      ],
      [/\b(?:base64|base32|hex)\.\w{1,20}\.?Decode|\bhex\.DecodeString\b|\b(?:gzip|zlib|flate)\.NewReader\b|\baes\.NewCipher\b/, 'decode'],
      [/\bos\.(?:Getenv|LookupEnv|Environ)\b/, 'environment'],
      [/\bos\.(?:WriteFile|Create|OpenFile|Remove\w{0,3}|Rename|Chmod)\b|\bioutil\.WriteFile\b/, 'file-write'],
      [/\bos\.(?:ReadFile|Open|ReadDir)\b|\bioutil\.Read\w{1,8}\b|\bfilepath\.Walk\w{0,3}\b/, 'file-read'],
      [/\bos\.Hostname\b|\buser\.Current\b|\bnet\.Interfaces\b/, 'host-information'],
      [/\bplugin\.Open\b|\bsyscall\.(?:NewLazyDLL|LoadLibrary|LoadDLL|Mmap)\b/, 'native-code'],
    ],
  },
  {
    name: 'Rust',
    file: /\.rs$/,
    comments: cLike,
    words: [
      [/\bCommand::new\b|\bprocess::Command\b/, 'execute'],
      [/\b(?:TcpStream|TcpListener|UdpSocket|UnixStream|reqwest|ureq|hyper|surf|isahc|attohttpc|minreq|tungstenite)\b|\bcurl::/, 'network'],
      [/\bbase64\b|\bhex::decode\b|\b(?:Gz|Zlib|Deflate|Zstd)\w{0,4}Decoder\b|\bAes\d{3}\b/, 'decode'],
      [/\benv::(?:vars?|vars_os|var_os)\b/, 'environment'],
      [/\bfs::(?:write|remove_\w{3,8}|rename|copy|create_dir\w{0,4}|set_permissions)\b|\bFile::create\b|\bOpenOptions\b/, 'file-write'],
      [/\bfs::(?:read\w{0,10}|File)\b|\bFile::open\b/, 'file-read'],
      [/\blibloading\b|\bdlopen\b|\bmmap\b/, 'native-code'],
      [/\bwhoami\b|\bgethostname\b|\bhostname::get\b/, 'host-information'],
    ],
  },
  { name: 'C', file: /\.(?:c|h|cc|cpp|cxx|hh|hpp|hxx|m|mm|cu|inl)$/, comments: cLike, words: cWords, native: true },
  { name: 'Java', file: /\.(?:java|kts?|scala|groovy)$/, comments: cLike, words: javaWords },
  { name: 'Gradle', file: /\.gradle$/, comments: cLike, words: javaWords },
  {
    name: 'Java page',
    file: /\.(?:jspx?|jspf|tagx?)$/,
    comments: cLike,
    words: javaWords,
    within: [
      ['<%', '%>'],
      ['<jsp:scriptlet>', '</jsp:scriptlet>'],
      ['<jsp:expression>', '</jsp:expression>'],
      ['<jsp:declaration>', '</jsp:declaration>'],
      ['${', '}'],
    ],
  },
  {
    name: 'C#',
    file: /\.(?:cs|csx|cshtml|aspx|ascx|ashx|asmx)$/,
    comments: cLike,
    words: [
      [/\bProcess\.Start\b|\bProcessStartInfo\b/, 'execute'],
      [
        /\b(?:WebClient|HttpClient|TcpClient|UdpClient|Socket|HttpWebRequest|WebRequest)\b|\bDns\.|\bRequest\[|\bRequest\.(?:Form|QueryString|Headers|Cookies|InputStream)\b/,
        'network',
      ],
      [/\bAssembly\.Load\w{0,5}\b|\bCSharpScript\b|\bCompileAssemblyFromSource\b|\bDynamicMethod\b/, 'evaluate'],
      [/\bFromBase64String\b|\bGZipStream\b|\bDeflateStream\b|\bCreateDecryptor\b|\bBinaryFormatter\b/, 'decode'],
      [/\bEnvironment\.GetEnvironmentVariables?\b/, 'environment'],
      [/\bFile\.(?:Write\w{1,12}|Delete|Move|Copy|Create)\b/, 'file-write'],
      [/\bFile\.(?:Read\w{1,12}|Open\w{0,4})\b/, 'file-read'],
      [/\bDllImport\b|\bLoadLibrary\b|\bVirtualAlloc\w{0,2}\b/, 'native-code'],
    ],
  },
  {
    name: 'Swift',
    file: /\.swift$/,
    comments: cLike,
    words: [
      [/\bProcess\s{0,4}\(\s{0,4}\)|\bNSTask\b|\bposix_spawn\b/, 'execute'],
      [/\bURLSession\b|\bNWConnection\b|\bCFSocket\b/, 'network'],
      [/base64Encoded\b/, 'decode'],
      [/\bProcessInfo\.processInfo\.environment\b/, 'environment'],
      [/\bdlopen\b/, 'native-code'],
    ],
  },
  {
    name: 'Dart',
    file: /\.dart$/,
    comments: cLike,
    words: [
      [/\bProcess\.(?:run|start)\w{0,4}\b/, 'execute'],
      [/\b(?:HttpClient|WebSocket|Socket|RawSocket)\b|\bhttp\.(?:get|post|read)\b/, 'network'],
      [/\bbase64\w{0,6}\.decode\b|\bgzip\.decode\b/, 'decode'],
      [/\bPlatform\.environment\b/, 'environment'],
      [/\bDynamicLibrary\.open\b/, 'native-code'],
    ],
  },
  {
    name: 'Lua',
    program: /^lua(?:jit)?[\d.]*$/,
    file: /\.(?:lua|rockspec)$/,
    comments: ['--'],
    words: [
      [/\bos\.execute\b|\bio\.popen\b/, 'execute', 'shell'],
      [/\b(?:loadstring|load|dofile|loadfile)\s{0,4}[("']/, 'evaluate'],
      [/\bsocket\.(?:http|tcp|udp|connect|dns)\b|\brequire\s{0,4}\(?\s{0,4}["'](?:socket|ssl|http|resty\.http)/, 'network'],
      [/\bos\.getenv\b/, 'environment'],
      [/\bio\.open\b/, 'file-read'],
      [/\bpackage\.loadlib\b|\bffi\.load\b/, 'native-code'],
      [/\b(?:unb64|base64\.decode|decode_base64)\b/, 'decode'],
    ],
  },
  {
    name: 'Perl',
    program: /^perl[\d.]*$/,
    file: /\.(?:pl|pm|PL|psgi)$/,
    comments: ['#'],
    words: [
      [/\b(?:system|exec)\s{0,4}[("'$]|\bIPC::(?:Open[23]|Run)\b/, 'execute'],
      [/`[^`]{2,}`|\bqx\s{0,4}[{(/|!]|\bopen\s{0,4}\(?[^;]{0,200}["'](?:-\||\|-)/, 'execute', 'shell'],
      [/\beval\s{0,4}[("'$]|\bdo\s{0,4}[$"']/, 'evaluate'],
      [/\b(?:LWP|HTTP::Tiny|IO::Socket|Net::\w{2,20}|WWW::Mechanize|Mojo::UserAgent)\b/, 'network'],
      [/\bMIME::Base64\b|\bdecode_base64\b|\bunpack\s{0,4}\(|\bCompress::Zlib\b/, 'decode'],
      [/\$ENV\{|%ENV\b/, 'environment'],
      [/\bopen\s{0,4}\(?[^;]{0,200}["']\+?>{1,2}|\bunlink\b/, 'file-write'],
    ],
  },
  {
    name: 'CMake',
    file: /(?:\.cmake|(?:^|\/)CMakeLists\.txt)$/i,
    comments: ['#'],
    commandLines: true,
    words: [
      [/\b(?:execute_process|exec_program|add_custom_command|add_custom_target)\b|\bCOMMAND\b/i, 'execute'],
      [/\bfile\s{0,4}\(\s{0,4}(?:DOWNLOAD|UPLOAD)\b|\bExternalProject_Add\b|\bFetchContent_\w{4,20}\b|\bCPMAddPackage\b/i, 'network'],
      [/\bcmake_language\s{0,4}\(\s{0,4}EVAL\b/i, 'evaluate'],
      [/\bfile\s{0,4}\(\s{0,4}(?:WRITE|APPEND|REMOVE\w{0,8}|RENAME|CHMOD)\b/i, 'file-write'],
      [/\$ENV\{/, 'environment'],
      [/\bfile\s{0,4}\(\s{0,4}ARCHIVE_EXTRACT\b/i, 'decode'],
    ],
  },
  {
    name: 'Elixir',
    program: /^elixir$/,
    file: /\.exs?$/,
    comments: ['#'],
    words: [
      [/\bSystem\.(?:cmd|shell)\b|:os\.cmd\b|\bPort\.open\b/, 'execute'],
      [/\bCode\.(?:eval_\w{4,8}|compile_string)\b/, 'evaluate'],
      [/:httpc\b|:gen_tcp\b|\b(?:HTTPoison|Req|Finch|Tesla|Mint)\./, 'network'],
      [/\bBase\.(?:url_)?decode\d{2}/, 'decode'],
      [/\bSystem\.get_env\b/, 'environment'],
      [/\bFile\.(?:write|rm\w{0,3})\b/, 'file-write'],
    ],
  },
  {
    name: 'R',
    program: /^Rscript$/,
    file: /\.[rR]$/,
    comments: ['#'],
    words: [
      [/\bsystem2?\s{0,4}\(|\bshell\s{0,4}\(/, 'execute'],
      [/\beval\s{0,4}\(\s{0,4}parse\b|\bsource\s{0,4}\(/, 'evaluate'],
      [/\bdownload\.file\b|\burl\s{0,4}\(|\bhttr::|\bcurl::|\bsocketConnection\b/, 'network'],
      [/\bSys\.getenv\b/, 'environment'],
      [/\bdyn\.load\b/, 'native-code'],
    ],
  },
  {
    name: 'Tcl',
    program: /^(?:tclsh|wish|expect)[\d.]*$/,
    file: /\.tcl$/,
    comments: ['#'],
    words: [
      [/\bexec\s|\bopen\s{1,4}"?\|/, 'execute'],
      [/\bsocket\s|\bhttp::geturl\b/, 'network'],
      [/\beval\s|\bsource\s/, 'evaluate'],
      [/\$env\(|\$::env\(/, 'environment'],
      [/\bbinary\s+decode\b/, 'decode'],
    ],
  },
]

const shebang = /^#!\s{0,8}(?:\S{0,200}\/env\s+(?:-\S+\s+)?)?(?:\S{0,200}\/)?(\S{1,40})/

/** `head`: the beginning of the file. */
export function languageOf(path: string, head: string): Language | undefined {
  const program = shebang.exec(head)?.[1]
  return languages.find(({ file }) => file.test(path)) ?? (program === undefined ? undefined : languages.find((one) => one.program?.test(program)))
}

/** Languages without a reader, by the ending: new code in them is said not to have been read. */
const unread: readonly (readonly [ending: RegExp, name: string])[] = [
  [/\.py[co]$/, 'compiled Python'],
  [/\.luac$/, 'compiled Lua'],
  [/\.(?:beam|erl|hrl)$/, 'Erlang'],
  [/\.l?hs$/, 'Haskell'],
  [/\.mli?$/, 'OCaml'],
  [/\.fsx?$/, 'F#'],
  [/\.clj[sc]?$/, 'Clojure'],
  [/\.(?:f|f\d{2}|for)$/, 'Fortran'],
  [/\.(?:pas|dpr|pp|lpr)$/, 'Pascal'],
  [/\.ad[bs]$/, 'Ada'],
  [/\.(?:lisp|lsp|scm|rkt|el|elc)$/, 'Lisp'],
  [/\.jl$/, 'Julia'],
  [/\.(?:s|S|asm|nasm)$/, 'assembler'],
  [/\.(?:zig|nim|nims|cr|vala|hx|jai|odin)$/, 'a language that few use'],
  [/\.(?:vb|bas)$/, 'Visual Basic'],
  [/\.(?:ahk|au3|applescript|scpt)$/, 'a language of automation'],
  [/\.(?:cfm|cfc|asp)$/, 'a language of web pages'],
  [/\.(?:dex|jse|vbe)$/, 'an encoded form of code'],
]

/** The language of code that no reader knows, in words. */
export function unreadLanguage(path: string): string | undefined {
  return unread.find(([ending]) => ending.test(path))?.[1]
}
