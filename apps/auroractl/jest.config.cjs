module.exports = { displayName: 'auroractl', preset: '../../jest.preset.js', rootDir: __dirname };
