const list = (text: string): readonly string[] => text.split(/\s+/).filter((name) => name !== '')

/** Services where anybody may put a file, a page or a message: a page there can be an indicator, the host cannot. */
export const sharedServices: ReadonlySet<string> = new Set(
  list(`
    github.com githubusercontent.com raw.githubusercontent.com gist.github.com gist.githubusercontent.com objects.githubusercontent.com codeload.github.com api.github.com gitlab.com bitbucket.org sourceforge.net codeberg.org gitee.com
    pastebin.com paste.ee hastebin.com ghostbin.com rentry.co privatebin.net controlc.com textbin.net dpaste.com justpaste.it telegra.ph
    dropbox.com dropboxusercontent.com drive.google.com docs.google.com sites.google.com script.google.com googleusercontent.com storage.googleapis.com firebasestorage.googleapis.com forms.gle
    onedrive.live.com 1drv.ms sharepoint.com graph.microsoft.com login.microsoftonline.com blob.core.windows.net
    od.lk opendrive.com mega.nz mega.co.nz mediafire.com wetransfer.com we.tl anonfiles.com file.io gofile.io transfer.sh temp.sh filebin.net box.com pcloud.com 4shared.com catbox.moe files.catbox.moe bashupload.com ufile.io sendspace.com zippyshare.com yadi.sk disk.yandex.ru
    discord.com discordapp.com cdn.discordapp.com discord.gg telegram.org t.me api.telegram.org slack.com hooks.slack.com api.slack.com matrix.org trello.com notion.so evernote.com zoho.com
    amazonaws.com s3.amazonaws.com cloudfront.net azureedge.net azurefd.net azurewebsites.net cloudapp.azure.com workers.dev pages.dev r2.dev trycloudflare.com ngrok.io ngrok-free.app serveo.net loca.lt vercel.app netlify.app herokuapp.com firebaseapp.com web.app appspot.com glitch.me replit.com onrender.com
    bit.ly tinyurl.com t.co is.gd cutt.ly rebrand.ly ow.ly goo.gl rb.gy shorturl.at
    blogspot.com wordpress.com medium.com tumblr.com weebly.com wixsite.com imgur.com i.imgur.com flickr.com ibb.co postimg.cc
    npmjs.org npmjs.com registry.npmjs.org registry.yarnpkg.com pypi.org files.pythonhosted.org rubygems.org crates.io nuget.org unpkg.com jsdelivr.net cdn.jsdelivr.net cdnjs.cloudflare.com
    google.com www.google.com gmail.com bing.com yahoo.com outlook.com hotmail.com live.com proton.me protonmail.com yandex.ru mail.ru
    twitter.com x.com facebook.com instagram.com linkedin.com reddit.com youtube.com tiktok.com vk.com pinterest.com steamcommunity.com
    ipinfo.io ipify.org api.ipify.org ifconfig.me icanhazip.com checkip.amazonaws.com ip-api.com whatismyipaddress.com checkip.dyndns.org
    microsoft.com www.microsoft.com update.microsoft.com windowsupdate.com apple.com icloud.com cloudflare.com mozilla.org adobe.com
    kro.kr n-e.kr o-r.kr p-e.kr r-e.kr
    webhook.site requestbin.net pipedream.net interact.sh burpcollaborator.net oastify.com
  `),
)

/** Of these every name below belongs to somebody else: only the service itself is shared. */
export const tenantServices: ReadonlySet<string> = new Set(
  list(
    'sharepoint.com trycloudflare.com ngrok.io ngrok-free.app serveo.net loca.lt weebly.com wixsite.com azureedge.net azurefd.net cloudfront.net amazonaws.com azurewebsites.net azure.com windows.net tumblr.com slack.com herokuapp.com workers.dev pages.dev vercel.app netlify.app web.app firebaseapp.com appspot.com blogspot.com wordpress.com github.io kro.kr n-e.kr o-r.kr p-e.kr r-e.kr',
  ),
)

/** Sites that write about attacks, or define things: what advisories link to. */
export const referenceSites: ReadonlySet<string> = new Set(
  list(`
    virustotal.com urlscan.io any.run app.any.run hybrid-analysis.com joesandbox.com bazaar.abuse.ch abuse.ch urlhaus.abuse.ch otx.alienvault.com shodan.io censys.io malpedia.caad.fkie.fraunhofer.de tria.ge abuseipdb.com
    mitre.org attack.mitre.org cve.org cve.mitre.org nvd.nist.gov nist.gov first.org oasis-open.org owasp.org ietf.org w3.org iso.org rfc-editor.org
    cisa.gov us-cert.gov us-cert.cisa.gov ic3.gov fbi.gov nsa.gov ncsc.gov.uk gov.uk ncsc.nl ncsc.gov.ie cyber.gov.au cyber.gc.ca cert.gov.ua bsi.bund.de cert.ssi.gouv.fr ssi.gouv.fr enisa.europa.eu europa.eu jpcert.or.jp krcert.or.kr nis.go.kr cert.pl cert.at govcert.ch ncsc.admin.ch csa.gov.sg
    securelist.com kaspersky.com welivesecurity.com eset.com talosintelligence.com blog.talosintelligence.com snort.org unit42.paloaltonetworks.com paloaltonetworks.com researchcenter.paloaltonetworks.com mandiant.com fireeye.com crowdstrike.com sentinelone.com
    sophos.com symantec.com symantec-enterprise-blogs.security.com broadcom.com trendmicro.com mcafee.com trellix.com checkpoint.com research.checkpoint.com proofpoint.com fortinet.com fortiguard.com rapid7.com qualys.com tenable.com volexity.com secureworks.com recordedfuture.com
    elastic.co huntress.com malwarebytes.com bitdefender.com group-ib.com zscaler.com netskope.com cybereason.com sekoia.io blog.sekoia.io intezer.com reversinglabs.com sonatype.com phylum.io socket.dev snyk.io stepsecurity.io wiz.io aquasec.com checkmarx.com jfrog.com
    objective-see.com objective-see.org bleepingcomputer.com thehackernews.com krebsonsecurity.com therecord.media darkreading.com arstechnica.com wired.com zdnet.com reuters.com nytimes.com washingtonpost.com bbc.co.uk bbc.com theregister.com cyberscoop.com securityweek.com helpnetsecurity.com
    wikipedia.org en.wikipedia.org web.archive.org archive.org stackoverflow.com msdn.microsoft.com learn.microsoft.com docs.microsoft.com support.microsoft.com msrc.microsoft.com portal.msrc.microsoft.com security.microsoft.com techcommunity.microsoft.com
    osv.dev security.snyk.io exploit-db.com packetstormsecurity.com sans.org isc.sans.edu csirt-cti.net circl.lu misp-project.org yara.readthedocs.io opensource.org creativecommons.org apache.org gnu.org schemas.microsoft.com schemas.openxmlformats.org schemas.android.com
  `),
)
