module.exports = { displayName: 'sim-exchange', preset: '../../jest.preset.js', rootDir: __dirname };
