import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The pages of one build: the admin center, a person's own pages, and the bare page that takes the answers of silent sign-ins. The server
 * fills in what depends on the deployment (src/http/web-pages.ts).
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/gatehouse/web/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // A font or picture inlined as data: would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    manifest: 'manifest.json',
    rolldownOptions: {
      input: ['admin.html', 'me.html', 'auth.html'].map((page) => `${import.meta.dirname}/${page}`),
      // What most of the 70 parts need is one file: cut up by who needs it, it would be a dozen, 3 kB larger when packed.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 56 }] } },
    },
  },
})
