import {
  type QueryKey,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Graph, Page, RequestOptions } from './client.ts'

const GraphContext = createContext<Graph | null>(null)
export const GraphProvider = GraphContext.Provider

export function useGraph(): Graph {
  const graph = useContext(GraphContext)
  if (!graph) throw new Error('useGraph is used outside GraphProvider')
  return graph
}

/** Keys of what is read: the path is the key, so that a change of `/v1.0/users/…` can make all of it stale by its start. */
const keyOf = (path: string): QueryKey => ['graph', ...path.split(/[/?]/).filter(Boolean)]

/** One object. `path` null: not asked for yet. */
export function useGraphGet<T>(path: string | null, headers?: Record<string, string>): UseQueryResult<T> {
  const graph = useGraph()
  return useQuery({
    queryKey: path === null ? ['graph', 'none'] : keyOf(path),
    queryFn: ({ signal }) => graph.get<T>(path ?? '', { signal, ...(headers ? { headers } : {}) }),
    enabled: path !== null,
  })
}

/** One object with its `ETag`, for forms that change it. */
export function useGraphTagged<T>(path: string | null): UseQueryResult<{ value: T; etag: string | null }> {
  const graph = useGraph()
  return useQuery({
    queryKey: path === null ? ['graph', 'none'] : [...keyOf(path), 'tagged'],
    queryFn: ({ signal }) => graph.getTagged<T>(path ?? '', { signal }),
    enabled: path !== null,
  })
}

/** A list, page by page as it is scrolled: `items` are the pages read so far. `total` only when the path asks for `$count=true`. */
export function useGraphList<T>(path: string | null, options: { eventual?: boolean } = {}) {
  const graph = useGraph()
  const headers: RequestOptions = options.eventual ? { headers: { ConsistencyLevel: 'eventual' } } : {}
  const result = useInfiniteQuery({
    queryKey: path === null ? ['graph', 'none'] : [...keyOf(path), 'pages'],
    queryFn: ({ pageParam, signal }) => graph.get<Page<T>>(pageParam, { ...headers, signal }),
    initialPageParam: path ?? '',
    getNextPageParam: (page) => page['@odata.nextLink'],
    enabled: path !== null,
  })
  const pages = result.data?.pages
  return {
    ...result,
    items: pages?.flatMap((page) => page.value) ?? [],
    total: pages?.[0]?.['@odata.count'] ?? null,
  }
}
export type GraphList<T> = ReturnType<typeof useGraphList<T>>

/** A change, after which everything whose path begins with one of `stale` is read again. */
export function useGraphChange<Input, Output>(
  change: (graph: Graph, input: Input) => Promise<Output>,
  stale: readonly string[],
) {
  const graph = useGraph()
  const refresh = useRefresh()
  return useMutation({ mutationFn: (input: Input) => change(graph, input), onSettled: () => refresh(stale) })
}

/** Makes what was read of these paths stale: shown until the newer answer is there. */
export function useRefresh(): (paths: readonly string[]) => Promise<void> {
  const queries = useQueryClient()
  return async (paths) => {
    await Promise.all(paths.map((path) => queries.invalidateQueries({ queryKey: keyOf(path) })))
  }
}
