package io.mailhelm.smtp.receive;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.auth.SaslMechanisms;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.MailStore;
import java.time.Clock;

/**
 * The parts of the server that all sessions share.
 *
 * @param live the config
 * @param store where messages go
 * @param mechanisms the SASL mechanisms
 * @param observer is told what happens
 * @param clock for Received fields and ids
 * @param elapsed for deadlines of whole sessions
 * @param returns knows the return paths of what was sent
 * @param queued called when something was put into the queue, or a report came
 * @param inTransit the memory for messages on their way in
 * @param limits counts what users send
 * @param halt ends the process when an {@link Error} comes after a message is durable
 */
public record SessionContext(
    LiveConfig live,
    MailStore store,
    SaslMechanisms mechanisms,
    Observer observer,
    Clock clock,
    ElapsedTime elapsed,
    ReturnPaths returns,
    Runnable queued,
    TransitMemory inTransit,
    RecipientLimits limits,
    Halt halt) {}
