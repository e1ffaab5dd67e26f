import type { Capability } from '../capability.ts'
import { capabilityLookup } from './capabilities-of.ts'

/** Functions of the Windows API, without the A or W at the end; all are listed at learn.microsoft.com/windows/win32/api. */
const functions = capabilityLookup({
  network: `
    socket WSASocket connect WSAConnect WSAConnectByName WSAConnectByList ConnectEx bind listen accept WSAAccept AcceptEx send WSASend sendto WSASendTo WSASendMsg recv
    WSARecv recvfrom WSARecvFrom getaddrinfo GetAddrInfo GetAddrInfoEx gethostbyname gethostbyaddr WSAStartup InternetOpen InternetOpenUrl InternetConnect InternetReadFile
    InternetReadFileEx InternetWriteFile HttpOpenRequest HttpSendRequest HttpSendRequestEx HttpQueryInfo HttpAddRequestHeaders FtpOpenFile FtpPutFile FtpGetFile
    WinHttpOpen WinHttpConnect WinHttpOpenRequest WinHttpSendRequest WinHttpReceiveResponse WinHttpReadData WinHttpReadDataEx WinHttpWriteData WinHttpWebSocket*
    WinHttpQueryHeaders WinHttpAddRequestHeaders WinHttpCrackUrl WinHttpGetProxyForUrl URLDownloadToFile URLDownloadToCacheFile URLOpenStream URLOpenBlockingStream
    DnsQuery DnsQueryEx DnsQuery_ DnsQuery_UTF8 IcmpSendEcho IcmpSendEcho2 WNetAddConnection WNetAddConnection2 WNetUseConnection NetUseAdd HttpCreateRequestQueue
    HttpReceiveHttpRequest RasDial`,
  execute: `
    CreateProcess CreateProcessAsUser CreateProcessWithLogon CreateProcessWithToken CreateProcessInternal ShellExecute ShellExecuteEx WinExec LoadModule NtCreateUserProcess
    NtCreateProcess NtCreateProcessEx RtlCreateUserProcess _spawn* _wspawn* spawn* _execl* _execv* _wexecl* _wexecv* execv execve`,
  shell: 'system _wsystem _popen _wpopen popen',
  injection: `
    VirtualAllocEx VirtualAllocExNuma VirtualProtectEx WriteProcessMemory CreateRemoteThread CreateRemoteThreadEx RtlCreateUserThread NtCreateThreadEx ZwCreateThreadEx QueueUserAPC
    QueueUserAPC2 NtQueueApcThread NtQueueApcThreadEx SetThreadContext Wow64SetThreadContext NtSetContextThread NtMapViewOfSection ZwMapViewOfSection NtUnmapViewOfSection
    ZwUnmapViewOfSection NtWriteVirtualMemory ZwWriteVirtualMemory NtAllocateVirtualMemory ZwAllocateVirtualMemory MapViewOfFile2 MapViewOfFileNuma2 CreateTransaction
    NtCreateSection ZwCreateSection`,
  'native-code': 'VirtualAlloc VirtualProtect NtProtectVirtualMemory ZwProtectVirtualMemory FlushInstructionCache',
  'dynamic-import':
    'LoadLibrary LoadLibraryEx GetProcAddress LdrLoadDll LdrGetProcedureAddress LdrGetDllHandle LoadPackagedLibrary CorBindToRuntime CorBindToRuntimeEx CLRCreateInstance',
  decode: `
    CryptDecrypt CryptDeriveKey CryptGenKey CryptImportKey CryptEncrypt CryptStringToBinary CryptUnprotectMemory BCryptDecrypt BCryptEncrypt BCryptGenerateSymmetricKey
    BCryptImportKey BCryptDeriveKeyPBKDF2 NCryptDecrypt SystemFunction032 SystemFunction033 SystemFunction040 SystemFunction041 RtlDecompressBuffer RtlDecompressBufferEx Decompress
    CreateDecompressor`,
  credentials: `
    CryptUnprotectData NCryptUnprotectSecret CredEnumerate CredRead CredReadDomainCredentials VaultOpenVault VaultEnumerateItems VaultGetItem LsaRetrievePrivateData LsaEnumerateLogonSessions
    LsaGetLogonSessionData SamConnect SamEnumerateUsersInDomain CredUIPromptForCredentials CredUIPromptForWindowsCredentials LsaCallAuthenticationPackage LogonUser LogonUserEx`,
  persistence: `
    CreateService ChangeServiceConfig ChangeServiceConfig2 StartService RegSetValue RegSetValueEx RegSetKeyValue RegCreateKey RegCreateKeyEx RegCreateKeyTransacted NtSetValueKey
    ZwSetValueKey SHSetValue SHRegSetUSValue NetScheduleJobAdd NetUserAdd NetLocalGroupAddMembers WritePrivateProfileString`,
  'file-read': 'ReadFile ReadFileEx FindFirstFile FindFirstFileEx FindNextFile NtReadFile ZwReadFile fopen _wfopen fread',
  'file-write': `
    WriteFile WriteFileEx DeleteFile MoveFile MoveFileEx MoveFileWithProgress CopyFile CopyFileEx CopyFile2 ReplaceFile SHFileOperation NtWriteFile ZwWriteFile NtDeleteFile RemoveDirectory
    CreateDirectory SetFileAttributes SetEndOfFile fwrite remove _wremove _unlink _wunlink rename _wrename`,
  environment: 'GetEnvironmentVariable ExpandEnvironmentStrings getenv _wgetenv _dupenv_s _wdupenv_s SetEnvironmentVariable',
  'host-information': `
    GetComputerName GetComputerNameEx GetUserName GetUserNameEx gethostname GetHostName GetAdaptersInfo GetAdaptersAddresses GetNetworkParams NetWkstaGetInfo NetGetJoinInformation
    DsGetDcName NetUserGetInfo NetUserEnum NetShareEnum NetServerEnum NetGroupEnum GetVolumeInformation GetIpNetTable WTSEnumerateSessions WTSQuerySessionInformation
    NetLocalGroupGetMembers LookupAccountSid LookupAccountName`,
  'process-memory': `
    ReadProcessMemory NtReadVirtualMemory ZwReadVirtualMemory MiniDumpWriteDump Toolhelp32ReadProcessMemory OpenProcess NtOpenProcess
    DebugActiveProcess PssCaptureSnapshot`,
  hook: 'SetWindowsHookEx SetWinEventHook SetUnhandledExceptionFilter AddVectoredExceptionHandler RegisterRawInputDevices GetAsyncKeyState GetKeyboardState GetKeyState BitBlt OpenClipboard GetClipboardData',
  'anti-analysis': `
    IsDebuggerPresent CheckRemoteDebuggerPresent NtQueryInformationProcess ZwQueryInformationProcess NtSetInformationThread ZwSetInformationThread OutputDebugString BlockInput NtSetDebugFilterState GetSystemDefaultUILanguage GetUserDefaultUILanguage
    CreateToolhelp32Snapshot Process32First Process32Next EnumProcesses K32EnumProcesses`,
  delay: 'Sleep SleepEx NtDelayExecution ZwDelayExecution SetWaitableTimer CreateTimerQueueTimer timeSetEvent',
})

/** Libraries whose every function is of the kind; lower case, without `.dll`. */
const libraries: readonly (readonly [pattern: RegExp, capability: Capability])[] = [
  [/^(?:wininet|winhttp|urlmon|httpapi|websocket|libcurl.*|msrpc|mswsock|rasapi32|ftpext)$/, 'network'],
  [/^(?:vaultcli|samlib|credui)$/, 'credentials'],
  [/^(?:dbghelp|dbgcore)$/, 'process-memory'],
]

/** `libraryName` lower case. `CreateProcessW` and `CreateProcessA` are looked up as `CreateProcess`. */
export function windowsCapabilities(libraryName: string, name: string): readonly Capability[] {
  const library = libraryName.replace(/\.dll$/, '')
  const short = name.replace(/(?<=[a-z0-9])[AW]$/, '')
  const found = new Set([...functions(name), ...functions(short)])
  for (const [pattern, capability] of libraries) if (pattern.test(library)) found.add(capability)
  return [...found]
}

/**
 * Names behind the ordinals of Windows Sockets, which are the same in every release of Windows because programs import
 * by them (the .def file of ws2_32 in the SDK).
 */
const sockets: Readonly<Record<number, string>> = {
  1: 'accept',
  2: 'bind',
  3: 'closesocket',
  4: 'connect',
  5: 'getpeername',
  6: 'getsockname',
  7: 'getsockopt',
  8: 'htonl',
  9: 'htons',
  10: 'ioctlsocket',
  11: 'inet_addr',
  12: 'inet_ntoa',
  13: 'listen',
  14: 'ntohl',
  15: 'ntohs',
  16: 'recv',
  17: 'recvfrom',
  18: 'select',
  19: 'send',
  20: 'sendto',
  21: 'setsockopt',
  22: 'shutdown',
  23: 'socket',
  51: 'gethostbyaddr',
  52: 'gethostbyname',
  53: 'getprotobyname',
  54: 'getprotobynumber',
  55: 'getservbyname',
  56: 'getservbyport',
  57: 'gethostname',
  101: 'WSAAsyncSelect',
  102: 'WSAAsyncGetHostByAddr',
  103: 'WSAAsyncGetHostByName',
  108: 'WSACancelAsyncRequest',
  111: 'WSAGetLastError',
  112: 'WSASetLastError',
  113: 'WSACancelBlockingCall',
  114: 'WSAIsBlocking',
  115: 'WSAStartup',
  116: 'WSACleanup',
  151: '__WSAFDIsSet',
}

/** The name behind an ordinal where it is fixed, else `#17`. */
export function ordinalName(library: string, ordinal: number): string {
  const named = /^(?:ws2_32|wsock32)\.dll$/.test(library) ? sockets[ordinal] : undefined
  return named ?? `#${ordinal}`
}

/** Names of the .NET class library: a type in full, or `Type::Member`. */
const managed = capabilityLookup({
  network: `
    System.Net.WebClient System.Net.Http.HttpClient System.Net.HttpWebRequest System.Net.WebRequest System.Net.Sockets.TcpClient System.Net.Sockets.Socket System.Net.Sockets.UdpClient
    System.Net.Sockets.NetworkStream System.Net.WebSockets.ClientWebSocket System.Net.FtpWebRequest System.Net.Mail.SmtpClient System.Net.Dns System.Net.HttpListener System.Net.NetworkInformation.Ping
    System.Net.ServicePointManager`,
  execute:
    'System.Diagnostics.Process System.Diagnostics.ProcessStartInfo System.Management.Automation.PowerShell System.Management.Automation.Runspaces.RunspaceFactory',
  evaluate: `
    System.Reflection.Assembly::Load System.CodeDom.Compiler.CodeDomProvider Microsoft.CSharp.CSharpCodeProvider System.Reflection.Emit.DynamicMethod System.Reflection.Emit.AssemblyBuilder
    System.Management.Automation.ScriptBlock::Create System.Linq.Expressions.LambdaExpression::Compile`,
  'dynamic-import': `
    System.Reflection.Assembly::LoadFrom System.Reflection.Assembly::LoadFile System.Reflection.Assembly::UnsafeLoadFrom System.Activator::CreateInstance System.AppDomain::Load
    System.Type::InvokeMember System.Reflection.MethodBase::Invoke System.Runtime.InteropServices.Marshal::GetDelegateForFunctionPointer`,
  decode: `
    System.Convert::FromBase64String System.Security.Cryptography.Aes System.Security.Cryptography.AesManaged System.Security.Cryptography.AesCryptoServiceProvider
    System.Security.Cryptography.RijndaelManaged System.Security.Cryptography.TripleDES* System.Security.Cryptography.DES* System.Security.Cryptography.RC2*
    System.Security.Cryptography.SymmetricAlgorithm System.Security.Cryptography.ICryptoTransform System.IO.Compression.GZipStream System.IO.Compression.DeflateStream`,
  credentials: 'System.Security.Cryptography.ProtectedData Windows.Security.Credentials.PasswordVault',
  persistence:
    'Microsoft.Win32.RegistryKey::SetValue Microsoft.Win32.Registry::SetValue System.ServiceProcess.ServiceInstaller System.Configuration.Install.ManagedInstallerClass',
  'file-read': 'System.IO.File::ReadAll* System.IO.File::OpenRead System.IO.Directory::GetFiles System.IO.Directory::EnumerateFiles System.IO.StreamReader',
  'file-write':
    'System.IO.File::WriteAll* System.IO.File::Delete System.IO.File::Move System.IO.File::Copy System.IO.File::Create System.IO.StreamWriter System.IO.Directory::Delete',
  environment: 'System.Environment::GetEnvironmentVariable System.Environment::GetEnvironmentVariables System.Environment::ExpandEnvironmentVariables',
  'host-information': `
    System.Environment::get_MachineName System.Environment::get_UserName System.Environment::get_UserDomainName System.Management.ManagementObjectSearcher System.Net.Dns::GetHostName
    System.Net.NetworkInformation.IPGlobalProperties System.Security.Principal.WindowsIdentity`,
  'native-code':
    'System.Runtime.InteropServices.Marshal::Copy System.Runtime.InteropServices.Marshal::GetFunctionPointerForDelegate System.Runtime.InteropServices.NativeLibrary',
  delay: 'System.Threading.Thread::Sleep System.Threading.Tasks.Task::Delay',
  'anti-analysis': 'System.Diagnostics.Debugger::get_IsAttached System.Diagnostics.Debugger::IsLogging',
})

/** `System.Net.WebClient` or `System.Net.WebClient::DownloadString`: a member has what its type has, too. */
export function managedCapabilities(name: string): readonly Capability[] {
  const type = name.split('::', 1)[0] ?? name
  return [...new Set([...managed(name), ...managed(type)])]
}
