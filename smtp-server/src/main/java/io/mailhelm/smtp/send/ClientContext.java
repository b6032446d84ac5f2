package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import io.mailhelm.dns.Resolver;
import io.mailhelm.smtp.wire.Deadlines;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all delivery clients share: the resolver, TLS policies, time limits and more.
 *
 * @param name what EHLO says
 * @param mxPort where servers found by MX are
 * @param known hosts that get longer time limits
 * @param dialRules which addresses are connected to
 * @param port25 told how connecting to that port goes
 */
record ClientContext(
    Supplier<String> name,
    Resolver resolver,
    Function<String, Optional<RelayCredential>> credentials,
    TlsClient tls,
    TlsPolicies policies,
    TlsOutcomes outcomes,
    Deadlines deadlines,
    Timeouts timeouts,
    Clock clock,
    int mxPort,
    KnownHosts known,
    ConnectRules dialRules,
    Port25 port25) {}
