#!/usr/bin/env node
import '../dist/examples/mirror.js';
