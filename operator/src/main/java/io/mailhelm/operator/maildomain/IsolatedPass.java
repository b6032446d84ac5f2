package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.RefusedWrite;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs the work for one of several MailDomains so that its failure becomes a problem of that one
 * and does not stop the others.
 */
final class IsolatedPass {
  private static final Logger LOG = Logger.getLogger(IsolatedPass.class);

  private IsolatedPass() {}

  /**
   * @return what went wrong
   * @throws KubernetesClientException for what may succeed the next time
   */
  static Optional<Problem> run(MailDomain domain, Runnable work) {
    try {
      return RefusedWrite.of(work).map(words -> refused(domain, words));
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "MailDomain %s meets a fault", domain.getMetadata().getName());
      return Optional.of(
          problem(
              domain,
              Reason.InternalError,
              "it cannot be dealt with (%s): this is a fault of Mailhelm's, report it"
                  .formatted(e)));
    }
  }

  /** The problem of a MailDomain for which the API server refuses a write. */
  static Problem refused(MailDomain domain, String words) {
    return problem(domain, Reason.WriteRefused, "the API server refuses it: " + words);
  }

  private static Problem problem(MailDomain domain, Reason reason, String message) {
    return new Problem(Problem.Severity.Error, reason, ResourceReader.ref(domain), "", message);
  }
}
