// Copyright: (c) 2026, The stackkit.dynamodb authors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/** Starts DynamoDB Local on 127.0.0.1 only. It has no option for that and listens on every address by default. */
class Loopback {
    public static void main(String[] options) throws Exception {
        var local = ServerRunner.createServerFromCommandLineArgs(options);
        var field = local.getClass().getDeclaredField("server");
        field.setAccessible(true);
        for (var connector : ((Server) field.get(local)).getConnectors()) {
            ((ServerConnector) connector).setHost("127.0.0.1");
        }
        local.start();
        local.join();
    }
}
