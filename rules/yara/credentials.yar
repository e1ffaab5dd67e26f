// Keys and tokens of developers, clouds and build machines.

rule credential_files_of_several_kinds {
  meta:
    description = "names credential files of several kinds"
    capability = "credentials"
    technique = "T1552.001"
    class = "C"
    version = 1
  strings:
    $aws = /\.aws[\\\/]{1,2}credentials/ ascii wide nocase
    $gcloud = "application_default_credentials.json" ascii wide nocase
    $azure = /\.azure[\\\/]{1,2}(accessTokens|msal_token_cache)/ ascii wide nocase
    $kube = /\.kube[\\\/]{1,2}config/ ascii wide nocase
    $docker = /\.docker[\\\/]{1,2}config\.json/ ascii wide nocase
    $ssh = /\.ssh[\\\/]{1,2}(id_rsa|id_ed25519|id_ecdsa|id_dsa)/ ascii wide nocase
    $npm = /[\\\/~"'`]\.npmrc/ ascii wide nocase
    $pypi = /[\\\/~"'`]\.pypirc/ ascii wide nocase
    $git = ".git-credentials" ascii wide nocase
    $netrc = /[\\\/~"'`][._]netrc\b/ ascii wide nocase
    $vault = ".vault-token" ascii wide nocase
    $shadow = "/etc/shadow" ascii
  condition:
    4 of them
}

rule secret_scanner_with_publishing {
  meta:
    description = "looks for secrets with a scanner and publishes packages or repositories: what worms do"
    capability = "credentials publish network"
    technique = "T1195.002"
    class = "C"
    version = 1
  strings:
    $scanner1 = "trufflehog" ascii wide nocase
    $scanner2 = "gitleaks" ascii wide nocase
    $publish1 = /npm["'`,\s]{1,6}publish/ ascii wide
    $publish2 = "/-/whoami" ascii wide
    $publish3 = "registry.npmjs.org" ascii wide
    $publish4 = "api.github.com/user/repos" ascii wide
    $publish5 = ".github/workflows" ascii wide
    $publish6 = "createRepo" ascii nocase
  condition:
    any of ($scanner*) and any of ($publish*)
}

rule package_worm {
  meta:
    description = "takes an npm token, lists the packages of its owner and publishes"
    capability = "credentials publish network"
    technique = "T1195.002"
    class = "C"
    version = 1
  strings:
    $token1 = "_authToken" ascii
    $token2 = "NPM_TOKEN" ascii
    $list1 = "/-/whoami" ascii
    $list2 = /maintainer:/ ascii
    $list3 = "/-/v1/search" ascii
    $publish = /npm["'`,\s]{1,6}publish/ ascii
    $put = /\bmethod["']?\s{0,4}:\s{0,4}["'`]PUT/ ascii
  condition:
    any of ($token*) and any of ($list*) and ($publish or $put)
}

rule build_runner_memory {
  meta:
    description = "reads the memory of the program that runs builds, where secrets stand in clear"
    capability = "process-memory credentials"
    technique = "T1003.007"
    class = "C"
    version = 1
  strings:
    $runner = "Runner.Worker" ascii wide
    $memory1 = /\/proc\/[^\s]{0,40}\/mem\b/ ascii
    $memory2 = "isSecret" ascii wide
    $memory3 = "/proc/" ascii
    $memory4 = "ReadProcessMemory" ascii wide
  condition:
    $runner and any of ($memory*)
}

rule cloud_metadata_with_identity {
  meta:
    description = "takes credentials from the metadata service of a cloud machine"
    capability = "credentials network"
    technique = "T1552.005"
    class = "C"
    version = 1
  strings:
    $aws = "169.254.169.254/latest/meta-data/iam" ascii wide
    $aws2 = /latest\/meta-data\/iam\/security-credentials/ ascii wide
    $ecs = "169.254.170.2" ascii wide
    $gcp = /computeMetadata\/v1\/instance\/service-accounts/ ascii wide
    $azure = "metadata/identity/oauth2/token" ascii wide
  condition:
    any of them
}

rule all_environment_sent {
  meta:
    description = "packs all environment variables and sends them"
    capability = "environment network credentials"
    technique = "T1552.007"
    class = "C"
    version = 1
  strings:
    $pack1 = /JSON\.stringify\(\s{0,4}process\.env\s{0,4}[),]/ ascii
    $pack2 = /json\.dumps\(\s{0,4}(dict\()?\s{0,4}os\.environ/ ascii
    $pack3 = /\.\.\.process\.env\b/ ascii
    $send1 = /\b(https?|http2)\.request\(/ ascii
    $send2 = /method["']?\s{0,4}:\s{0,4}["'`]POST/ ascii
    $send3 = /requests\.post\(/ ascii
    $send4 = /urllib\.request\.(urlopen|Request)\(/ ascii
    $send5 = /\bdns\.(lookup|resolve)[a-zA-Z0-9]{0,4}\(/ ascii
  condition:
    filesize < 20MB and (($pack1 and any of ($send*)) or ($pack2 and ($send3 or $send4)) or ($pack3 and $send5))
}

rule ssh_agent_or_keychain {
  meta:
    description = "takes passwords out of the key store of the system"
    capability = "credentials"
    technique = "T1555.001"
    class = "C"
    version = 1
  strings:
    $mac1 = "dump-keychain" ascii wide
    $mac2 = /security["'`,\s]{1,6}find-(generic|internet)-password/ ascii wide
    $windows1 = "VaultEnumerateItems" ascii wide
    $windows2 = "sekurlsa" ascii wide nocase
  condition:
    any of them
}
