import type { ReleaseRecord } from '../record.ts'

/** What a repository is built, tested and edited with: settings of its host, of editors and of agents. */
const ofRepository =
  /(?:^|\/)(?:\.(?:github|gitea|forgejo|gitlab|circleci|azure-pipelines|vscode|idea|cursor|claude|devcontainer|husky)\/|\.gitlab-ci\.ya?ml$|\.travis\.yml$|azure-pipelines\.ya?ml$)/
const published = /(?:^|!\/)package\/package\.json$|\.dist-info\/METADATA$|(?:^|[/!])control$/
const installers: ReadonlySet<string> = new Set(['npm', 'pypi', 'deb', 'rpm', 'nuget'])

/** True for a release as a package manager installs it; sources of a repository that name themselves in a manifest are none. */
export function isInstalledPackage({ identity, members, publication }: Pick<ReleaseRecord, 'identity' | 'members' | 'publication'>): boolean {
  return installers.has(identity.ecosystem) && (publication !== undefined || identity.ecosystem === 'rpm' || members.some(({ path }) => published.test(path)))
}

/** Workflows and settings of a repository: nothing starts them where the package is installed. */
export function isOfRepository(path: string): boolean {
  return ofRepository.test(path)
}
