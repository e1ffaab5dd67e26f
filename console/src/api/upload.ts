import { problemOf, unreachable } from './problem.ts'

/** Sends a file as it is, and tells how much of it has gone: 0…1. `fetch` cannot tell that. @throws ApiProblem */
export function sendFile<T>(path: string, file: Blob, progress: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(unreachable())
    request.onabort = () => reject(new DOMException('stopped by the reader', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else void problemOf(new Response(request.responseText, { status: request.status })).then(reject)
    }
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
