package io.gpushopper.archfixture.unmarked;

/** Lives, on purpose, in a package that does not say what may be null. */
interface Unmarked {}
