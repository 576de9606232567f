module.exports = { displayName: 'tuning', preset: '../../jest.preset.js', rootDir: __dirname };
