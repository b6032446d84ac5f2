/** Reads from the API server through informers, and writes objects to it. */
package io.mailhelm.operator.cluster;
