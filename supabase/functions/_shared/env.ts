interface Deployment {
  Deno?: { env: { get: (name: string) => string | undefined } }
  process?: { env: Record<string, string | undefined> }
}

/** The only door to the environment; works in Deno, where it is deployed, and in Node, where it is tested. */
export function readEnv(name: string): string | undefined {
  const host = globalThis as Deployment
  return (host.Deno ? host.Deno.env.get(name) : host.process?.env[name]) || undefined
}
