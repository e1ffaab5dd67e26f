// What is kept for people and not for programs: history, cookies, saved passwords, wallets.
// `wide`: programs for Windows keep their texts in UTF-16.

rule browser_history_query {
  meta:
    description = "asks the database of a browser for the pages that were visited"
    capability = "browser-data"
    technique = "T1217"
    class = "C"
    version = 1
  strings:
    $chrome = /select\s+[a-z_ ,.*]{1,120}\sfrom\s+(urls|visits)\b/ ascii wide nocase
    $firefox = /\bfrom\s+moz_(places|historyvisits)\b/ ascii wide nocase
  condition:
    any of them
}

rule browser_logins_query {
  meta:
    description = "asks the database of a browser for saved passwords, cookies or cards"
    capability = "browser-data credentials"
    technique = "T1555.003"
    class = "C"
    version = 1
  strings:
    $logins = /select\s+[a-z_0-9 ,.*]{1,160}\sfrom\s+(logins|cookies|credit_cards|autofill|moz_cookies|moz_logins)\b/ ascii wide nocase
  condition:
    any of them
}

rule browser_profiles_of_several_vendors {
  meta:
    description = "names the profile folders of browsers of several vendors"
    capability = "browser-data"
    technique = "T1217"
    class = "C"
    version = 1
  strings:
    $chrome = /google[\\\/]{1,2}chrome[\\\/]{1,2}(user data|default)/ ascii wide nocase
    $chrome_mac = "Application Support/Google/Chrome" ascii wide nocase
    $chrome_linux = ".config/google-chrome" ascii wide nocase
    $edge = /microsoft[\\\/]{1,2}edge[\\\/]{1,2}user data/ ascii wide nocase
    $brave = /bravesoftware[\\\/]{1,2}brave-browser/ ascii wide nocase
    $firefox = /mozilla[\\\/]{1,2}firefox[\\\/]{1,2}profiles/ ascii wide nocase
    $firefox_mac = "Application Support/Firefox/Profiles" ascii wide nocase
    $opera = "Opera Software" ascii wide nocase
    $yandex = "YandexBrowser" ascii wide nocase
    $vivaldi = /vivaldi[\\\/]{1,2}user data/ ascii wide nocase
  condition:
    2 of them
}

rule browser_password_key {
  meta:
    description = "takes the key that protects the passwords of a browser, or reads their store"
    capability = "browser-data credentials decode"
    technique = "T1555.003"
    class = "C"
    version = 1
  strings:
    $state = "Local State" ascii wide nocase
    $key = "encrypted_key" ascii wide
    $bound = "app_bound_encrypted_key" ascii wide
    $mac = "Chrome Safe Storage" ascii wide
    $logins = "Login Data" ascii wide
    $unprotect = "CryptUnprotectData" ascii wide
    $firefox_store = "logins.json" ascii wide nocase
    $firefox_key = /key[34]\.db/ ascii wide nocase
    $nss = "PK11SDR_Decrypt" ascii wide
  condition:
    ($state and $key and ($logins or $unprotect)) or ($bound and $logins) or $mac or ($firefox_store and $firefox_key) or ($nss and $firefox_store)
}

rule wallet_stores_of_several_vendors {
  meta:
    description = "names the stores or extensions of several wallets"
    capability = "wallet"
    technique = "T1005"
    class = "C"
    version = 1
  strings:
    $exodus = /exodus[\\\/]{1,2}exodus\.wallet/ ascii wide nocase
    $electrum = /electrum[\\\/]{1,2}wallets/ ascii wide nocase
    $ethereum = /ethereum[\\\/]{1,2}keystore/ ascii wide nocase
    $bitcoin = "wallet.dat" ascii wide nocase
    $atomic = /atomic[\\\/]{1,2}local storage/ ascii wide nocase
    $solana = /solana[\\\/]{1,2}id\.json/ ascii wide nocase
    $metamask = "nkbihfbeogaeaoehlefnkodbefgpgknn" ascii wide nocase
    $tronlink = "ibnejdfjmmkpcnlpebklmnkoeoihofec" ascii wide nocase
    $phantom = "bfnaelmomeimhlpmgjnjophhpkkoljpa" ascii wide nocase
    $binance = "fhbohimaelbohpjbbldcngcnapndodjp" ascii wide nocase
    $coinbase = "hnfanknocfeofbddgcijnmhnfnkdnaad" ascii wide nocase
  condition:
    2 of them
}

rule payment_address_swap {
  meta:
    description = "replaces functions of the browser and looks for payment addresses of several chains"
    capability = "wallet hook"
    technique = "T1565.002"
    class = "C"
    version = 1
  strings:
    $hook1 = /window\.(fetch|XMLHttpRequest)\s{0,4}=[^=]/
    $hook2 = "XMLHttpRequest.prototype" ascii
    $hook3 = "window.ethereum" ascii
    $eth = /0x\[a-fA-F0-9\]\{40\}/ ascii
    $btc = /\[13\]\[a-km-zA-HJ-NP-Z1-9\]\{\d{2},\d{2}\}/ ascii
    $bech = /bc1\[?[a-z0-9()\[\]{},|-]{4,60}/ ascii
    $tron = /T\[1-9A-HJ-NP-Za-km-z\]\{33\}/ ascii
    $levenshtein = "levenshtein" ascii nocase
  condition:
    any of ($hook*) and (2 of ($eth, $btc, $bech, $tron) or (1 of ($eth, $btc, $bech, $tron) and $levenshtein))
}
