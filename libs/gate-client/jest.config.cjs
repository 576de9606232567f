module.exports = { displayName: 'gate-client', preset: '../../jest.preset.js', rootDir: __dirname };
