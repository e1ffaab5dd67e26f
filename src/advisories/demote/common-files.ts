const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Files that tools of developers make or ask for, and names that every other project uses. */
const commonNames = list(
  'package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml pnpm-workspace.yaml bun.lock bun.lockb deno.json deno.lock .npmrc tsconfig.json jsconfig.json lerna.json ' +
    'requirements.txt requirements-dev.txt constraints.txt pyproject.toml poetry.lock pipfile pipfile.lock uv.lock setup.py setup.cfg __init__.py __main__.py site.py conftest.py manage.py environment.yml conda-lock.yml pdm.lock pylock.toml ' +
    'go.mod go.sum cargo.toml cargo.lock pom.xml build.gradle build.gradle.kts settings.gradle gradle.properties gradle.lockfile composer.json composer.lock gemfile gemfile.lock rakefile packages.config packages.lock.json nuget.config ' +
    'mix.exs mix.lock pubspec.yaml pubspec.lock podfile podfile.lock package.swift package.resolved conanfile.txt conanfile.py vcpkg.json cmakelists.txt makefile dockerfile docker-compose.yml docker-compose.yaml chart.yaml values.yaml ' +
    'index.js index.mjs index.cjs index.ts index.html index.htm index.php index.jsp main.js main.py main.go main.c app.js app.py server.js config.xml config.json config.yaml config.yml config.ini config.php settings.json settings.py settings.xml ' +
    'web.config app.config appsettings.json web.xml manifest.json plugin.xml license.txt changelog.md security.md codeowners .gitignore .gitattributes .env .bashrc .bash_profile .zshrc .profile authorized_keys known_hosts sshd_config',
)

/** Whether a file of this name says nothing by itself. */
export function isCommonFile(name: string): boolean {
  return commonNames.has(name.toLowerCase())
}
