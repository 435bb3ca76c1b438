package io.gpushopper.archfixture.names.util;

/** Lies, on purpose, on a shelf. */
interface Shelved {}
