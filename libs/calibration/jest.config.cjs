module.exports = { displayName: 'calibration', preset: '../../jest.preset.js', rootDir: __dirname };
