const list = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Extensions of files that advisories name. */
export const fileEndings = list(
  'exe dll sys drv ocx cpl scr com bat cmd ps1 psm1 psd1 vbs vbe js jse mjs cjs ts wsf wsh hta lnk msi msp msix appx nupkg cab inf reg pif chm ' +
    'doc docx docm dot dotm xls xlsx xlsm xlsb xll ppt pptx pptm pps rtf pdf odt one pub mht mhtml eml msg html htm svg xml json yml yaml toml ini conf cfg config cf ' +
    'zip rar 7z tar gz tgz bz2 xz zst iso img vhd vhdx udf dmg pkg app deb rpm apk ipa jar war ear class java py pyc pyw pyd whl rb pl pm sh bash zsh go rs c cpp h cs php phtml asp aspx ashx jsp jspx cfm cgi ' +
    'so dylib ko elf o bin dat data db sqlite tmp temp log txt md csv bak old key pem crt cer pfx p12 der asc gpg ico png jpg jpeg gif bmp wav mp3 mp4 mov avi swf ttf woff ' +
    'plist kext bundle scpt service timer socket desktop lock node wasm asar map evtx etl dmp hiv job manifest mui nls cat ax mof xsl sct url website library-ms theme settingcontent-ms vsix crx xpi regtrans-ms chk lic ' +
    'pyz pyzw pth appimage msixbundle appxbundle appinstaller application iqy slk search-ms searchconnector-ms mobileconfig command workflow scptd applescript pkl pickle safetensors gguf gem phar aab ps1xml psc1 ' +
    'onepkg diagcab jnlp hwp hwpx lzh ace arj wim xpl efi rdp csproj vbproj vcxproj targets',
)

/** Endings that are members of code or words of prose more often than of files: `a.b`, `foo.c`, `x.key`. */
export const memberEndings = list(
  'c h o cs go rs key config data class map log old index manifest service timer socket desktop website url bundle lock node app as in do job db bin mo ax lic dot pub one md sh so cc pl pm ' +
    'command gem application workflow targets pickle',
)

/** Extensions that are top-level domains, too, and far more often an extension. */
export const mostlyFiles = list('zip sh py rs pl md java mov ps cab cat pm so cc app cf as ax mo')

/** Top-level domains that are also members, fields or methods in code. */
export const codeEndings = list(
  'directory name id in is it to do so me host data info run exec click link page date map download open test foo bar zone search select post tools email events network systems services group cloud ' +
    'app dev new now plus win support security shell target one pro work works report reviews software live media box dot pub fit fun like menu page rest save sale observer prime codes ' +
    'int call best cam car case cash cat center chat check city code cool day design direct docs domains engine exchange expert express family farm fail film final fish game get global gold green here how id ' +
    'inc kim land lat law lease life lol love man mini mom net next nexus nov off page pay pet phone photo pics pin place play poker press promo pub pw qa read red ren rent repair room rsvp run safe save sbs ' +
    'school select share shop show silk site ski skin sky so song spa space spot stream style sucks supply tab talk tax team tel tips top total toys trade tube ups via vip vote wed weir wine win work world wow wtf you zero',
)

/** First parts of field names of log schemas and query languages. */
export const fieldNames = list(
  'process file event user host source destination dns url http tls network registry dll agent log threat winlog cloud container related client server observer service rule tags labels hash powershell parent os error device ' +
    'target principal request response message session this self window document console module exports require system math string array object json math path fs net win32 cmd sys os f h u g t e i x',
)
