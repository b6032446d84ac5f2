package io.mailhelm.smtp.send;

/** Why a server's TLS is not what is asked. */
record TlsFault(TlsOutcomes.Result result, String text) {}
