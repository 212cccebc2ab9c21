package io.lethe.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What RocksDB's write buffers of a Kafka Streams process hold: it comes to be files once they are full. Kafka Streams tells by JMX. */
final class WriteBuffers {

    private static final String OF_STORES = "kafka.streams:type=stream-state-metrics,*";
    private static final String[] SIZE = {"size-all-mem-tables"};

    private WriteBuffers() {}

    /** In bytes, of all stores. */
    @SuppressWarnings("BanJNDI") // whom it reads is a process of this machine, of the same user
    static long of(long pid) throws IOException {
        try (JMXConnector jmx = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)))) {
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            long sum = 0;
            for (ObjectName store : beans.queryNames(new ObjectName(OF_STORES), null)) {
                for (Attribute size : beans.getAttributes(store, SIZE).asList()) {
                    sum += ((Number) size.getValue()).longValue();
                }
            }
            return sum;
        } catch (JMException e) {
            throw new IOException("process " + pid + " does not tell of its stores", e);
        }
    }

    private static String address(long pid) throws IOException {
        try {
            VirtualMachine process = VirtualMachine.attach(Long.toString(pid));
            try {
                return process.startLocalManagementAgent();
            } finally {
                process.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + pid + " cannot be asked", e);
        }
    }
}
