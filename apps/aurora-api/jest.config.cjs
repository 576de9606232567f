module.exports = { displayName: 'aurora-api', preset: '../../jest.preset.js', rootDir: __dirname };
