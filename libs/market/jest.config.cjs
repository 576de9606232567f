module.exports = { displayName: 'market', preset: '../../jest.preset.js', rootDir: __dirname };
