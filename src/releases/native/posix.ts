import type { Capability } from '../capability.ts'
import { capabilityLookup } from './capabilities-of.ts'

/** Functions of POSIX, the GNU C library, libcurl, OpenSSL, zlib and their like. */
const posix = capabilityLookup({
  network: `
    socket connect bind listen accept accept4 send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg getaddrinfo getaddrinfo_a gethostbyname gethostbyname2 gethostbyname_r gethostbyaddr
    res_query res_nquery res_search res_init __res_query ares_query ares_getaddrinfo curl_easy_perform curl_easy_init curl_multi_perform curl_easy_send curl_easy_recv SSL_connect SSL_new SSL_read
    SSL_write BIO_new_connect BIO_new_ssl_connect BIO_do_connect gnutls_handshake mbedtls_ssl_handshake nghttp2_session_client_new ssh_connect libssh2_session_handshake soup_session_send
    evhttp_make_request lws_client_connect_via_info`,
  execute: 'execv execve execvp execvpe execl execlp execle fexecve execveat posix_spawn posix_spawnp fork vfork clone clone3 forkpty',
  shell: 'system popen wordexp',
  injection: 'ptrace process_vm_writev task_for_pid mach_vm_write vm_write mach_vm_allocate thread_create_running task_create',
  'process-memory': 'process_vm_readv mach_vm_read vm_read mach_vm_read_overwrite task_info processor_set_tasks',
  'native-code': 'mprotect memfd_create pkey_mprotect shm_open pthread_jit_write_protect_np',
  'dynamic-import':
    'dlopen dlmopen dlsym dlvsym dladdr NSLinkModule NSCreateObjectFileImageFromMemory NSCreateObjectFileImageFromFile NSAddressOfSymbol NSLookupSymbolInModule',
  decode: `
    EVP_DecryptInit EVP_DecryptInit_ex EVP_DecryptInit_ex2 EVP_DecryptUpdate EVP_DecryptFinal_ex EVP_CipherInit EVP_CipherInit_ex EVP_DecodeBlock EVP_DecodeUpdate EVP_EncryptInit_ex AES_decrypt
    AES_set_decrypt_key AES_cbc_encrypt RC4 ChaCha20_ctr32 CCCrypt CCCryptorCreate CCCryptorUpdate inflate inflateInit_ inflateInit2_ uncompress BZ2_bzDecompress lzma_stream_decoder
    lzma_auto_decoder lzma_code ZSTD_decompress ZSTD_decompressStream LZ4_decompress_safe BrotliDecoderDecompress crypto_secretbox_open* crypto_aead_* RSA_public_decrypt gcry_cipher_decrypt
    SecTransformExecute compression_decode_buffer SecKeyCreateDecryptedData`,
  credentials: `
    getspnam getspent pam_get_authtok pam_get_item secret_password_lookup* secret_password_search* secret_service_* gnome_keyring_* SecKeychainFindGenericPassword
    SecKeychainFindInternetPassword SecKeychainItemCopyContent SecKeychainCopyDefault SecKeychainOpen SecItemCopyMatching SecKeychainSearchCopyNext`,
  'file-read':
    'open open64 openat openat64 __open_2 __open64_2 fopen fopen64 fread read pread pread64 opendir fdopendir readdir readdir64 scandir scandir64 nftw ftw glob fts_open',
  'file-write':
    'write pwrite pwrite64 fwrite creat creat64 unlink unlinkat remove rename renameat renameat2 chmod fchmod fchmodat chown fchown lchown truncate ftruncate symlink link mkstemp mkstemp64 mkdtemp mkdir rmdir sendfile setxattr removexattr copy_file_range copyfile',
  environment: 'getenv secure_getenv environ setenv putenv unsetenv __environ _NSGetEnviron',
  'host-information': `
    gethostname uname getlogin getlogin_r cuserid getifaddrs getpwuid getpwuid_r getpwnam getpwent getdomainname sysinfo sysctl sysctlbyname IOPlatformSerialNumber IORegistryEntryCreateCFProperty
    IOServiceGetMatchingService SCDynamicStoreCopyConsoleUser gethostuuid getutxent if_nameindex`,
  persistence:
    'SMJobBless SMLoginItemSetEnabled LSSharedFileListInsertItemURL AuthorizationExecuteWithPrivileges sd_bus_call_method init_module finit_module daemon',
  hook: `
    la_symbind32 la_symbind64 la_version la_preinit plthook_open plthook_replace rebind_symbols DobbyHook MSHookFunction MSHookMessageEx method_exchangeImplementations method_setImplementation
    class_replaceMethod CGEventTapCreate XGrabKeyboard __malloc_hook __free_hook`,
  delay: 'sleep usleep nanosleep clock_nanosleep timer_create timer_settime',
  'anti-analysis': 'prctl csops AmIBeingDebugged setns unshare',
})

/** Classes and functions of Apple's frameworks, as they stand in symbol tables without their first underscore. */
const apple = capabilityLookup({
  network: `
    OBJC_CLASS_$_NSURLSession OBJC_CLASS_$_NSURLConnection OBJC_CLASS_$_NSMutableURLRequest OBJC_CLASS_$_NSURLRequest OBJC_CLASS_$_NSURLSessionConfiguration OBJC_CLASS_$_NSURLDownload
    OBJC_CLASS_$_NSHTTPCookieStorage OBJC_CLASS_$_NSHTTPURLResponse OBJC_CLASS_$_NSHost CFHTTPMessageCreateRequest CFReadStreamCreateForHTTPRequest CFStreamCreatePairWithSocketToHost
    CFSocketCreate nw_connection_create nw_connection_start nw_endpoint_create_host CFNetwork* CFHostCreateWithName OBJC_CLASS_$_WKWebView DNSServiceQueryRecord DNSServiceGetAddrInfo`,
  execute: 'OBJC_CLASS_$_NSTask OBJC_CLASS_$_NSUserUnixTask LSOpenCFURLRef LSOpenFromURLSpec OBJC_CLASS_$_NSWorkspace',
  shell: 'OBJC_CLASS_$_NSUserScriptTask',
  evaluate: 'OBJC_CLASS_$_NSAppleScript OBJC_CLASS_$_OSAScript OBJC_CLASS_$_JSContext JSEvaluateScript OSACompileExecute',
  'dynamic-import': 'OBJC_CLASS_$_NSBundle CFBundleGetFunctionPointerForName CFBundleLoadExecutable',
  'file-read': 'OBJC_CLASS_$_NSFileManager OBJC_CLASS_$_NSFileHandle',
  'host-information': 'NSUserName NSFullUserName NSHomeDirectory CSCopyMachineName OBJC_CLASS_$_NSProcessInfo CFCopySystemVersionDictionary',
  credentials: 'OBJC_CLASS_$_LAContext',
  hook: 'OBJC_CLASS_$_NSPasteboard CGWindowListCreateImage CGDisplayCreateImage IOHIDManagerCreate',
})

/** A symbol of an ELF file, without its version. */
export function posixCapabilities(name: string): readonly Capability[] {
  return posix(plain(name))
}

/** A symbol of a Mach-O file, with or without its first underscore: `_NSURLSession…`, `_open$NOCANCEL`. */
export function darwinCapabilities(name: string): readonly Capability[] {
  const symbol = name.startsWith('_') ? name.slice(1) : name
  const short = symbol.startsWith('OBJC_') ? symbol : (symbol.split('$', 1)[0] ?? symbol)
  return [...new Set([...posix(plain(short)), ...apple(symbol), ...apple(short)])]
}

/** The function behind the checked form that compilers put in its place (`__read_chk`, `__isoc99_…`). */
function plain(name: string): string {
  return /^__([a-z0-9_]{2,40})_chk$/.exec(name)?.[1] ?? name
}
