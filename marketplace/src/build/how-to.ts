import starlight from '@astrojs/starlight';
import type { AstroIntegration } from 'astro';
import type { SiteConfig } from '../config.ts';

const components = './marketplace/src/components/how-to';

/**
 * The pages below `/how-to/`, by Starlight, in this site's own head, header and footer.
 * Whatever of Starlight needs scripts or styles in line is replaced or left out, because the
 * policy of this site forbids them.
 */
export function howTo({ title, description }: SiteConfig): AstroIntegration[] {
  return [
    // Starlight adds these two unless they are there: how-tos are plain Markdown, the sitemap is ours
    { name: '@astrojs/mdx', hooks: {} },
    { name: '@astrojs/sitemap', hooks: {} },
    starlight({
      title,
      description,
      sidebar: [
        {
          label: 'Use',
          items: ['how-to/try-in-the-page', 'how-to/try-locally', 'how-to/call-the-api'],
        },
        {
          label: 'Retrain and run',
          items: [
            'how-to/retrain',
            'how-to/ask-for-a-training',
            'how-to/deploy',
            'how-to/share-back',
          ],
        },
        {
          label: 'Develop',
          items: [
            'how-to/develop-a-module',
            'how-to/compose-modules',
            'how-to/import-from-ai4os',
            'how-to/import-onnx',
            'how-to/run-a-container',
            'how-to/start-a-tool',
          ],
        },
        {
          label: 'Administer',
          items: [
            'how-to/adopt',
            'how-to/private-modules',
            'how-to/set-up-github',
            'how-to/local-github',
            'how-to/administer-roles',
            'how-to/gpu-runner',
            'how-to/kubernetes',
          ],
        },
      ],
      customCss: ['./marketplace/src/styles/how-to.css'],
      components: {
        Head: `${components}/Head.astro`,
        ThemeProvider: `${components}/Nothing.astro`,
        SkipLink: `${components}/Nothing.astro`,
        Header: `${components}/Nothing.astro`,
        PageFrame: `${components}/Frame.astro`,
        Sidebar: `${components}/Contents.astro`,
        PageSidebar: `${components}/Nothing.astro`,
        TwoColumnContent: `${components}/Plain.astro`,
        ContentPanel: `${components}/Plain.astro`,
        MarkdownContent: `${components}/Markdown.astro`,
        Footer: `${components}/Neighbours.astro`,
      },
      // this site has its own search, and its own page for what is not found
      pagefind: false,
      disable404Route: true,
      expressiveCode: false,
      tableOfContents: false,
      markdown: { headingLinks: false },
    }),
    {
      name: 'scoped-styles',
      hooks: {
        // Starlight sets another for the whole site
        'astro:config:setup': ({ updateConfig }) => {
          updateConfig({ scopedStyleStrategy: 'attribute' });
        },
      },
    },
  ];
}
