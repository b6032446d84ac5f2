/** Generates verifiers of passwords, certificates, signing keys and random secrets. */
package io.mailhelm.keys;
