const { options } = require('./.dependency-cruiser.cjs');

/** No folder may lead back to itself. Tests stand beside what they test and reach further, so they do not count. */
module.exports = {
  forbidden: [
    {
      name: 'no-circles-of-folders',
      comment: 'Folders form no circle either, also where their files form none.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: ['^web/dist/', '\\.test\\.tsx?$'] } },
};
