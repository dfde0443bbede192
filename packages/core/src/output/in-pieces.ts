/** A chunk in pieces of at most so many bytes; nothing is copied. */
export function inPieces(chunk: Uint8Array, bytes: number): readonly Uint8Array[] {
  if (chunk.length <= bytes) return [chunk]
  const count = Math.ceil(chunk.length / bytes)
  return Array.from({ length: count }, (_, at) => chunk.subarray(at * bytes, (at + 1) * bytes))
}
