module.exports = { displayName: 'wisescalp-runner', preset: '../../jest.preset.js', rootDir: __dirname };
