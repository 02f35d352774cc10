/** In place of every page where no language could be loaded: in all of them, what little there is to say. */

export function Wordless() {
  return (
    <main id="main" class="notice">
      <h1>Earshot</h1>
      <p class="lead" role="alert">
        Earshot could not be loaded. Check your connection, then reload.{' '}
        <span lang="zh-CN">Earshot 没能加载出来。请检查网络，然后重新加载。</span>
      </p>
      <div class="actions">
        <button type="button" class="button button-primary" onClick={() => location.reload()}>
          Reload · <span lang="zh-CN">重新加载</span>
        </button>
      </div>
    </main>
  )
}
