import { columnsOf } from '../csv.ts'

type Field = 'host' | 'product' | 'version' | 'vendor' | 'purl' | 'code' | 'cpe' | 'signer' | 'md5' | 'sha1' | 'sha256' | 'hash' | 'installed' | 'seen'
export type InventoryColumns = Readonly<Partial<Record<Field, number>>>

const wanted: Readonly<Record<Field, readonly string[]>> = {
  host: [
    ...['host', 'hostname', 'computer', 'computername', 'pscomputername', 'device', 'devicename', 'machine', 'machinename', 'endpoint', 'endpointname'],
    ...['asset', 'assetname', 'systemname', 'server', 'servername', 'workstation', 'client', 'clientname', 'fqdn', 'dnsname', 'dnshostname', 'node'],
  ],
  product: [
    ...['product', 'productname', 'software', 'softwarename', 'softwaretitle', 'application', 'applicationname', 'app', 'appname', 'program', 'programname'],
    ...['package', 'packagename', 'displayname', 'title', 'name'],
  ],
  version: [
    ...['version', 'productversion', 'softwareversion', 'applicationversion', 'appversion', 'packageversion', 'displayversion', 'installedversion'],
    ...['versionnumber', 'release'],
  ],
  vendor: ['vendor', 'publisher', 'manufacturer', 'supplier', 'softwarevendor', 'vendorname', 'publishername', 'company', 'maker'],
  purl: ['purl', 'packageurl'],
  code: ['productcode', 'identifyingnumber', 'msiproductcode', 'packagecode', 'bundleid', 'bundleidentifier', 'wingetid', 'packageidentifier'],
  cpe: ['cpe', 'cpe23'],
  signer: ['signer', 'signedby', 'signername', 'certificatesubject', 'digitalsignature', 'codesigner'],
  md5: ['md5', 'filemd5', 'md5hash'],
  sha1: ['sha1', 'filesha1', 'sha1hash'],
  sha256: ['sha256', 'filesha256', 'sha256hash'],
  hash: ['hash', 'filehash'],
  installed: ['installedat', 'installdate', 'installeddate', 'dateinstalled', 'installationdate', 'installedon', 'installtime', 'installed'],
  seen: ['firstseen', 'firstseenat', 'seenat', 'seen', 'collectedat', 'inventorydate', 'scandate', 'lastscan', 'lastseen', 'reportdate'],
}

/** The columns of an inventory of software by their names. */
export function inventoryColumns(names: readonly string[]): InventoryColumns {
  return columnsOf(names, wanted)
}

/** 0…1: host and product must be there, and something that only software has. */
export function scoreOf(names: readonly string[]): number {
  const { host, product, version, vendor, purl, installed } = inventoryColumns(names)
  // The registry's own column names belong to `windows-programs`.
  if (names.includes('displayname') && (names.includes('displayversion') || names.includes('uninstallstring'))) return 0
  if (host === undefined || product === undefined) return 0
  if (version !== undefined) return 0.9
  const plain = names[product] !== 'name' && names[product] !== 'title'
  return plain && (vendor !== undefined || purl !== undefined || installed !== undefined) ? 0.7 : 0
}
