/** What is generated: verifiers of passwords, certificates, signing keys, random secrets. */
package io.mailhelm.keys;
