from balcao.processes.models.process import Process, ProcessVersion

__all__ = ["Process", "ProcessVersion"]
