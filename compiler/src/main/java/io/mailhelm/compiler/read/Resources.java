package io.mailhelm.compiler.read;

import io.mailhelm.config.Problem;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.List;
import java.util.Map;

/**
 * The declared resources, complete with the schemas' defaults. Make it with {@link ResourceReader}.
 *
 * @param domains every MailDomain that could be read, in no order
 * @param users every MailUser
 * @param sendPolicies every SendPolicy
 * @param secrets the Secrets found, by key
 * @param marks what they are marked for; an unmarked one is missing here
 * @param problems the problems found while reading; a resource with an error here is refused
 * @param incomplete whether some text could not be read at all, so that a resource that seems gone
 *     may be in it
 */
public record Resources(
    List<MailDomain> domains,
    List<MailUser> users,
    List<SendPolicy> sendPolicies,
    Map<SecretName, Map<String, byte[]>> secrets,
    Map<SecretName, SecretMark> marks,
    List<Problem> problems,
    boolean incomplete) {
  public Resources {
    domains = List.copyOf(domains);
    users = List.copyOf(users);
    sendPolicies = List.copyOf(sendPolicies);
    secrets = Map.copyOf(secrets);
    marks = Map.copyOf(marks);
    problems = List.copyOf(problems);
  }

  /**
   * The same with other Secrets: those read, and those that the caller has generated or fetched.
   */
  public Resources withSecrets(Map<SecretName, Map<String, byte[]>> all) {
    return new Resources(domains, users, sendPolicies, all, marks, problems, incomplete);
  }

  /** The same with other marks on its Secrets. */
  public Resources withMarks(Map<SecretName, SecretMark> all) {
    return new Resources(domains, users, sendPolicies, secrets, all, problems, incomplete);
  }

  /** Never contains a Secret's content. */
  @Override
  public String toString() {
    return "Resources[%d domains, %d users, %d policies, %d secrets, %d problems]"
        .formatted(
            domains.size(), users.size(), sendPolicies.size(), secrets.size(), problems.size());
  }
}
